import { Conditions } from './Conditions';
import { Evidence, Lights } from './Evidence';
import { askedIn } from './promise.view';
import { Single, type ValueProps } from './Single';

/** The control of one value of a rule, whatever is asked. */
export function Value(props: ValueProps) {
  const { asked } = props;
  switch (asked.kind) {
    case 'when':
      return <Conditions {...props} asked={asked} />;
    case 'by':
      return <Following {...props} />;
    case 'evidence':
      return <Evidence {...props} asked={asked} />;
    case 'lights':
      return <Lights {...props} />;
    default:
      return <Single {...props} />;
  }
}

/** What follows from another field of the row: nothing to fill in until that is chosen, or where it asks nothing. */
function Following({ row = {}, ...props }: ValueProps) {
  const asked = askedIn(props.asked, row);
  return asked === null ? <span className="desk-muted">没有要填的</span> : <Value {...props} asked={asked} />;
}
