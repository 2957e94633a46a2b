import { VOICE_MAX_SECONDS } from '@yihu/shared';
import { adtsRun, type FrameRun, mp3Run } from './frames';
import { isMp4, mp4Seconds } from './mp4';
import { isWebm, webmSeconds } from './webm';

export const VOICE_LIMITS = {
  /** A minute at 256 kbit/s; WeChat and browsers record at a tenth to a half of that. */
  maxBytes: 2 * 1024 * 1024,
  /** Recorders stop a moment after they are told to. */
  maxSeconds: VOICE_MAX_SECONDS + 2,
  minSeconds: 0.5,
};

export interface IngestedVoice {
  bytes: Buffer;
  seconds: number;
  mime: string;
  extension: 'mp3' | 'aac' | 'm4a' | 'webm';
}

export type VoiceRefusal =
  | 'ATTACHMENT_EMPTY'
  | 'VOICE_TYPE'
  | 'VOICE_BROKEN'
  | 'VOICE_TOO_LONG'
  | 'VOICE_TOO_SHORT';
export type VoiceResult = { ok: true; voice: IngestedVoice } | { ok: false; code: VoiceRefusal };

/** Of a stream of frames at least this much must be frames: a few stray bytes at the ends are usual, a lump is not. */
const MOSTLY = 0.9;

/**
 * Takes a recording in: told by its own bytes whatever its name says, its length counted and not believed. Of MP3
 * and AAC only the frames are kept, so that no tag and nothing behind the last frame comes along.
 */
export function ingestVoice(bytes: Buffer): VoiceResult {
  if (bytes.length === 0) return { ok: false, code: 'ATTACHMENT_EMPTY' };
  if (bytes.length > VOICE_LIMITS.maxBytes) return { ok: false, code: 'VOICE_TOO_LONG' };
  const voice = readVoice(bytes);
  if (typeof voice === 'string') return { ok: false, code: voice };
  if (voice.seconds > VOICE_LIMITS.maxSeconds) return { ok: false, code: 'VOICE_TOO_LONG' };
  if (voice.seconds < VOICE_LIMITS.minSeconds) return { ok: false, code: 'VOICE_TOO_SHORT' };
  return { ok: true, voice };
}

function readVoice(bytes: Buffer): IngestedVoice | VoiceRefusal {
  if (isMp4(bytes)) return whole(bytes, mp4Seconds(bytes), 'audio/mp4', 'm4a');
  if (isWebm(bytes)) return whole(bytes, webmSeconds(bytes), 'audio/webm', 'webm');
  const aac = adtsRun(bytes);
  if (aac !== null) return cut(bytes, aac, 'audio/aac', 'aac');
  const mp3 = mp3Run(bytes);
  return mp3 === null ? 'VOICE_TYPE' : cut(bytes, mp3, 'audio/mpeg', 'mp3');
}

function whole(
  bytes: Buffer,
  seconds: number | null,
  mime: string,
  extension: IngestedVoice['extension'],
): IngestedVoice | VoiceRefusal {
  return seconds === null ? 'VOICE_BROKEN' : { bytes, seconds, mime, extension };
}

function cut(
  bytes: Buffer,
  { start, end, seconds }: FrameRun,
  mime: string,
  extension: IngestedVoice['extension'],
): IngestedVoice | VoiceRefusal {
  if (end - start < (bytes.length - start) * MOSTLY) return 'VOICE_BROKEN';
  return { bytes: bytes.subarray(start, end), seconds, mime, extension };
}
