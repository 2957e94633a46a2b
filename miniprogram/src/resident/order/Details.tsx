import { Text, View } from '@tarojs/components';
import {
  addMinutes,
  CONFIDENTIALITIES,
  formatMonthDay,
  type Instant,
  type OrderView,
  REQUEST_TYPES,
} from '@yihu/shared';
import { Button, Card, Fact } from '../../components';
import { callPhone } from '../../platform/phone';
import { gridLabel } from '../../view/place';
import { residentDueLabel } from '../../view/state';

/** A due instant is the end of its day: 11月25日, as everywhere else on the page. */
const lastDay = (dueAt: Instant) => formatMonthDay(addMinutes(dueAt, -1));

/** Who has it, by when, and what was filed, as lines; the unit's number can be called. */
export function Details({ order }: { order: OrderView }) {
  const unit = order.leadUnitName ?? order.officeName;
  const due = residentDueLabel(order.state);
  const phone = order.leadUnitName ? order.leadPhone : order.officePhone;
  return (
    <>
      <Card title="谁在办">
        <View className="yh-row yh-row--between">
          <View>
            <Text className="order-unit">{unit}</Text>
            {phone && <Text className="order-phone">{phone}</Text>}
          </View>
          {phone && (
            <Button
              id="order-call"
              kind="secondary"
              size="small"
              icon="phone"
              label={`打电话给${unit}`}
              onTap={() => callPhone(phone)}
            >
              打电话
            </Button>
          )}
        </View>
        {order.dueText !== '' && due && (
          <View className="order-due">
            最迟 {order.dueAt ? lastDay(order.dueAt) : order.dueText} {due}
          </View>
        )}
      </Card>
      <Card title="登记的信息">
        <Fact name="地点">{order.address || order.placeLabel}</Fact>
        <Fact name="网格">
          {order.outside ? '在本街道网格之外' : gridLabel(order.communityName, order.gridName)}
        </Fact>
        <Fact name="分类">{order.className ?? '由工作人员判断'}</Fact>
        <Fact name="类型">{REQUEST_TYPES[order.requestType]}</Fact>
        <Fact name="保密">{order.contact ? CONFIDENTIALITIES[order.contact.confidentiality] : null}</Fact>
      </Card>
    </>
  );
}
