import { Text, View } from '@tarojs/components';
import { spoken } from '../platform/a11y';
import { Icon } from './Icon';

export interface ChipsProps {
  /** Value → words, in the order drawn. */
  options: Readonly<Record<string, string>>;
  value: string | null;
  /** Null when the chosen one was tapped again: an answer can be taken back. */
  onChange: (value: string | null) => void;
  label: string;
  id?: string;
  /** With false the chosen one stays chosen. */
  clearable?: boolean;
}

/** Words up to this length stand three in a row, all equally wide. */
const IN_THREES = 5;

/** One of a few, side by side; nothing is chosen until tapped. */
export function Chips({ options, value, onChange, label, id, clearable = true }: ChipsProps) {
  const short = Object.values(options).every((text) => text.length <= IN_THREES);
  return (
    <View className={`yh-chips${short ? ' yh-chips--three' : ''}`} id={id} aria-label={label}>
      {Object.entries(options).map(([key, text]) => {
        const on = key === value;
        return (
          <View
            key={key}
            id={id ? `${id}-${key}` : undefined}
            className={`yh-chip${on ? ' yh-chip--on' : ''}`}
            hoverClass="yh-chip--pressed"
            onClick={() => onChange(on && clearable ? null : key)}
            {...spoken({ role: 'radio', checked: on, label: text })}
          >
            <Text>{text}</Text>
            {on && (
              <View className="yh-chip__sign">
                <Icon name="check" />
              </View>
            )}
          </View>
        );
      })}
    </View>
  );
}
