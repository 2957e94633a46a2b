import { useEffect, useRef, useState } from 'react';
import { toastError } from '../platform/feedback';
import { playSound } from '../platform/player';
import { Button } from './Button';
import { absoluteUrl } from './PhotoStrip';

export interface VoicePlayerProps {
  id: string;
  /** A file of this device, or a link the server signed. */
  src: string;
  seconds: number;
}

/** One button that plays a recording, and stops it. */
export function VoicePlayer({ id, src, seconds }: VoicePlayerProps) {
  const [playing, setPlaying] = useState(false);
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);
  const toggle = () => {
    if (playing) return stop.current();
    setPlaying(true);
    stop.current = playSound(absoluteUrl(src), (problem) => {
      setPlaying(false);
      if (problem) toastError(new Error(problem));
    });
  };
  return (
    <Button id={id} kind="secondary" size="small" icon={playing ? 'stop' : 'play'} onTap={toggle}>
      {playing ? '停下' : `听录音 ${seconds} 秒`}
    </Button>
  );
}
