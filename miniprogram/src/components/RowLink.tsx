import { Text, View } from '@tarojs/components';
import { spoken } from '../platform/a11y';
import { Icon, type IconName } from './Icon';

export interface RowLinkProps {
  id: string;
  title: string;
  /** What it is good for, or what is set now. */
  hint: string;
  icon?: IconName;
  onTap: () => unknown;
}

/** A row that opens something. */
export function RowLink({ id, title, hint, icon, onTap }: RowLinkProps) {
  return (
    <View
      id={id}
      className="yh-rowlink"
      hoverClass="yh-rowlink--pressed"
      onClick={onTap}
      {...spoken({ role: 'button', label: `${title},${hint}` })}
    >
      {icon && (
        <View className="yh-rowlink__icon">
          <Icon name={icon} />
        </View>
      )}
      <View className="yh-rowlink__body">
        <Text className="yh-rowlink__title">{title}</Text>
        <Text className="yh-rowlink__hint">{hint}</Text>
      </View>
      <Icon name="chevron" />
    </View>
  );
}
