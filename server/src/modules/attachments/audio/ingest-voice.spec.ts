import { aac, mp3, mp4, webm } from '../../../../test/sounds';
import { ingestVoice, VOICE_LIMITS } from './ingest-voice';

const KINDS = [
  ['mp3', mp3, 'audio/mpeg'],
  ['aac', aac, 'audio/aac'],
  ['m4a', mp4, 'audio/mp4'],
  ['webm', webm, 'audio/webm'],
] as const;

const codeOf = (bytes: Buffer) => {
  const result = ingestVoice(bytes);
  return result.ok ? 'ok' : result.code;
};

describe.each(KINDS)('%s', (extension, make, mime) => {
  it.each([2, 20, 60])('of %d s is taken in with its length', (seconds) => {
    const result = ingestVoice(make(seconds));
    expect(result).toMatchObject({ ok: true, voice: { mime, extension } });
    if (result.ok) expect(Math.abs(result.voice.seconds - seconds)).toBeLessThan(0.2);
  });

  it('longer than a minute is refused, however little it weighs', () => {
    expect(codeOf(make(70))).toBe('VOICE_TOO_LONG');
    expect(make(70).length).toBeLessThan(VOICE_LIMITS.maxBytes);
  });

  it('of a moment is no recording', () => {
    expect(codeOf(make(0.3))).toBe('VOICE_TOO_SHORT');
  });

  it('is told from noise at any cut and with any byte changed, without an exception', () => {
    const whole = make(2);
    for (let end = 0; end < Math.min(whole.length, 400); end += 7) {
      expect(['ok', 'ATTACHMENT_EMPTY', 'VOICE_TYPE', 'VOICE_BROKEN', 'VOICE_TOO_SHORT']).toContain(
        codeOf(whole.subarray(0, end)),
      );
    }
    for (let at = 0; at < Math.min(whole.length, 300); at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      expect(typeof codeOf(changed)).toBe('string');
    }
  });
});

describe('what is no recording', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'ATTACHMENT_EMPTY'],
    ['a page', Buffer.from('<html><script>alert(1)</script></html>'.repeat(50)), 'VOICE_TYPE'],
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...new Array(2000).fill(0)]), 'VOICE_TYPE'],
    ['a wave file', Buffer.from(`RIFF....WAVEfmt ${' '.repeat(3000)}`), 'VOICE_TYPE'],
    ['a film in MP4', mp4(5, 'vide'), 'VOICE_BROKEN'],
    ['a film in WebM', webm(5, 1), 'VOICE_BROKEN'],
    ['an MP4 that says it is short and is long', mp4(300, 'soun', 5), 'VOICE_TOO_LONG'],
    ['an MP4 that says it is long', mp4(5, 'soun', 300), 'VOICE_TOO_LONG'],
    ['too many bytes', Buffer.concat([mp3(10), Buffer.alloc(VOICE_LIMITS.maxBytes)]), 'VOICE_TOO_LONG'],
    [
      'a script behind a little sound',
      Buffer.concat([mp3(2), Buffer.alloc(20_000, '<script>')]),
      'VOICE_BROKEN',
    ],
  ])('%s', (_what, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  it('is left out of what is kept: tags before, tags behind', () => {
    const tag = Buffer.concat([
      Buffer.from('ID3\u0003\u0000\u0000', 'latin1'),
      Buffer.from([0, 0, 1, 0]),
      Buffer.alloc(128),
    ]);
    const trailer = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, '我')]);
    const result = ingestVoice(Buffer.concat([tag, mp3(5), trailer]));
    expect(result.ok && result.voice.bytes.equals(mp3(5))).toBe(true);
  });
});
