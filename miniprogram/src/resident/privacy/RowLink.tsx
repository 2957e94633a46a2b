import { Text, View } from '@tarojs/components';
import { Icon } from '../../components';
import { spoken } from '../../platform/a11y';

interface RowLinkProps {
  id: string;
  title: string;
  hint: string;
  onTap: () => unknown;
}

/** One thing to do with one's own data, with a word on what it is good for. */
export function RowLink({ id, title, hint, onTap }: RowLinkProps) {
  return (
    <View
      id={id}
      className="yh-rowlink"
      hoverClass="yh-rowlink--pressed"
      onClick={onTap}
      {...spoken({ role: 'button', label: `${title},${hint}` })}
    >
      <View className="yh-rowlink__body">
        <Text className="yh-rowlink__title">{title}</Text>
        <Text className="yh-rowlink__hint">{hint}</Text>
      </View>
      <Icon name="chevron" />
    </View>
  );
}
