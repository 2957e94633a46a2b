import Taro from '@tarojs/taro';

/** Plays a sound; `onEnd` comes once, with a Chinese text when it could not be played. Answers how to stop it. */
export function playSound(src: string, onEnd: (problem: string | null) => void): () => void {
  return process.env.TARO_ENV === 'h5' ? playH5(src, onEnd) : playWeapp(src, onEnd);
}

const PROBLEM = '这段录音放不出来:请看看网络,刷新后再听';

function playWeapp(src: string, onEnd: (problem: string | null) => void): () => void {
  const audio = Taro.createInnerAudioContext();
  const end = once((problem: string | null) => {
    audio.destroy();
    onEnd(problem);
  });
  audio.obeyMuteSwitch = false; // whoever taps "listen" wants to hear it
  audio.onEnded(() => end(null));
  audio.onError(() => end(PROBLEM));
  audio.src = src;
  audio.play();
  return () => end(null);
}

function playH5(src: string, onEnd: (problem: string | null) => void): () => void {
  const audio = new Audio(src);
  const end = once((problem: string | null) => {
    audio.pause();
    onEnd(problem);
  });
  audio.onended = () => end(null);
  audio.onerror = () => end(PROBLEM);
  audio.play().catch(() => end(PROBLEM));
  return () => end(null);
}

function once<T>(work: (value: T) => void): (value: T) => void {
  let isDone = false;
  return (value) => {
    if (isDone) return;
    isDone = true;
    work(value);
  };
}
