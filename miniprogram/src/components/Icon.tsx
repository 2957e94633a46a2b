import { Text } from '@tarojs/components';
import { spoken } from '../platform/a11y';

export type IconName =
  | 'alert'
  | 'camera'
  | 'check'
  | 'chevron'
  | 'clock'
  | 'cross'
  | 'mic'
  | 'pen'
  | 'phone'
  | 'pin'
  | 'play'
  | 'plus'
  | 'scan'
  | 'search'
  | 'stop';

/** A drawn sign in the colour and size of the text around it. Screen readers skip it: words stand beside it. */
export function Icon({ name }: { name: IconName }) {
  return <Text className={`yh-icon yh-icon--${name}`} {...spoken({ hidden: true })} />;
}
