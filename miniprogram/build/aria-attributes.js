// The one list of aria-* attributes per built-in tag. The build side (templates) and the run-time side
// (attribute aliases) number attributes by their sorted position, so both must be given exactly this list.
const EMPTY = '';
const of = (...names) => Object.fromEntries(names.map((name) => [`aria-${name}`, EMPTY]));

const COMMON = ['role', 'label', 'hidden', 'live'];

module.exports = {
  ARIA_ATTRIBUTES: {
    View: of(...COMMON, 'checked', 'selected', 'disabled', 'expanded', 'modal', 'level'),
    Text: of(...COMMON, 'level'),
    Image: of('role', 'label', 'hidden'),
    Button: of('role', 'label', 'disabled', 'expanded', 'pressed', 'checked', 'selected'),
    Input: of('label', 'required', 'invalid'),
    Textarea: of('label', 'required', 'invalid'),
    Switch: of('label'),
    Checkbox: of('label'),
    Radio: of('label'),
    ScrollView: of('role', 'label'),
  },
};
