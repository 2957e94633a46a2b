import { Text, View } from '@tarojs/components';
import type { OrderView } from '@yihu/shared';
import { useState } from 'react';
import { Button, Card, Sheet } from '../../components';
import { copyText } from '../../platform/clipboard';
import { CAN_NAVIGATE, openMap } from '../../platform/map';
import { gridLabel } from '../../view/place';

/** Where it is: address and grid; WeChat opens its map, a browser shows what to type into one. */
export function PlaceCard({ order }: { order: OrderView }) {
  const [open, setOpen] = useState(false);
  const { point, address } = order;
  const place = gridLabel(order.communityName, order.gridName);
  const coordinates = point ? `${point.lat.toFixed(6)}, ${point.lng.toFixed(6)}` : '';
  const go = () => {
    if (CAN_NAVIGATE && point) return openMap(point, order.title, address || place);
    setOpen(true);
    return undefined;
  };
  return (
    <Card
      title="地点"
      aside={
        (point || address) && (
          <Button id="order-navigate" kind="secondary" size="small" icon="pin" onTap={go}>
            导航
          </Button>
        )
      }
    >
      <Text className="staff-address">{address || (point ? '在图上标了位置' : '没有写地址')}</Text>
      <View className="yh-muted">{order.outside ? '不在本街道网格内' : place || '网格待核实'}</View>
      <Sheet open={open} title="怎么去" onClose={() => setOpen(false)}>
        <View className="yh-lead">{address || place || '没有写地址'}</View>
        {point && (
          <View className="yh-muted staff-gap">
            坐标(纬度, 经度,{point.datum === 'GCJ02' ? '国测局' : 'WGS-84'}):{coordinates}
          </View>
        )}
        <View className="yh-muted staff-gap">网页打不开微信地图,可复制后粘贴到手机地图里查找。</View>
        <Button id="copy-place" kind="secondary" onTap={() => copyText(address || coordinates)}>
          复制{address ? '地址' : '坐标'}
        </Button>
      </Sheet>
    </Card>
  );
}
