import './figures.css';

interface Props {
  label: string;
  value: string | number;
  /** What it is compared with, in words. */
  beside?: string;
  /** What it counts, for the tooltip. */
  about?: string;
  onOpen?: () => void;
}

/** One number with its name; pressed, it opens to its orders. */
export function Figure({ label, value, beside, about, onOpen }: Props) {
  const words = (
    <>
      <span className="desk-figure-label">{label}</span>
      <strong className="desk-figure-value">{value}</strong>
      <span className="desk-muted">{beside ?? ' '}</span>
    </>
  );
  return onOpen === undefined ? (
    <div className="desk-figure" title={about}>
      {words}
    </div>
  ) : (
    <button type="button" className="desk-figure" title={about} onClick={onOpen}>
      {words}
    </button>
  );
}
