import { type OrderView, SATISFACTION, SOLVED_ANSWERS } from '@yihu/shared';
import { Chip } from './Chip';
import { Photos } from './Photos';

/** What was said: in words, into the microphone, in pictures. */
export function Said({ order }: { order: OrderView }) {
  const { text, redacted, recording, photos, question, publicReply, rating } = order;
  return (
    <section aria-label="诉求">
      <h3>诉求 {redacted && <Chip>个人信息已遮盖</Chip>}</h3>
      <p className="bench-said">{text === '' ? '(没有文字)' : text}</p>
      {recording !== null && (
        <figure className="bench-recording">
          <figcaption className="desk-muted">录音 {recording.seconds} 秒</figcaption>
          {/* biome-ignore lint/a11y/useMediaCaption: what is said is written down by the desk, as 听写录音 */}
          <audio controls preload="none" src={recording.url} aria-label="诉求人的录音" />
        </figure>
      )}
      <Photos photos={photos} label="诉求" hotkey="i" />
      {question !== null && (
        <p>
          <strong>请诉求人补充:</strong>
          {question}
        </p>
      )}
      {publicReply !== null && (
        <>
          <h3>答复</h3>
          <p className="bench-said">{publicReply}</p>
        </>
      )}
      {rating !== null && <Rating rating={rating} />}
    </section>
  );
}

function Rating({ rating }: { rating: NonNullable<OrderView['rating']> }) {
  const { solved, process, result } = rating;
  const said = [
    solved && SOLVED_ANSWERS[solved],
    process && `服务过程${SATISFACTION[process]}`,
    result && `办理结果${SATISFACTION[result]}`,
  ].filter(Boolean);
  return said.length === 0 ? null : (
    <p>
      <strong>诉求人评价:</strong>
      {said.join(',')}
    </p>
  );
}
