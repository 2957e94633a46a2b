import { Empty } from 'antd';
import { Panel, Separator } from 'react-resizable-panels';
import { useOrder } from '../api/use-order';
import { Presence, Remote } from '../components';
import { History } from './History';
import { OrderPane } from './OrderPane';
import { PlaceMap } from './PlaceMap';

interface Props {
  id: string | null;
  tab: string;
  onTab: (tab: string) => void;
  begin: () => () => void;
  onOpen: (id: string) => void;
  onClose: () => void;
  onGrid: (gridId: string) => void;
}

/** The order that is open and its history, or what to press while none is. */
export function OrderSide({ id, ...rest }: Props) {
  if (id === null) {
    return (
      <Panel id="order" minSize={360}>
        <div className="bench-scroll bench-none" id="bench-order" tabIndex={-1}>
          <Empty
            image={Empty.PRESENTED_IMAGE_SIMPLE}
            description={
              <>
                按 <kbd>J</kbd> 看第一件,<kbd>/</kbd> 搜索,<kbd>?</kbd> 看全部快捷键
              </>
            }
          />
        </div>
      </Panel>
    );
  }
  return <Opened id={id} {...rest} />;
}

function Opened({ id, tab, onTab, begin, onOpen, onClose, onGrid }: Props & { id: string }) {
  const live = useOrder(id);
  return (
    <>
      <Panel id="order" defaultSize="42%" minSize={360}>
        <div className="bench-scroll" id="bench-order" tabIndex={-1}>
          <OrderPane
            live={live}
            begin={begin}
            onOpen={onOpen}
            onClose={onClose}
            beside={<Presence orderId={id} />}
          />
        </div>
      </Panel>
      <Separator className="bench-bar" aria-label="经过宽度" />
      <Panel id="side" defaultSize="27%" minSize={240}>
        <div className="bench-scroll">
          {live.order.data !== undefined && (
            <Remote of={live.order}>
              {(order) => (
                <>
                  <PlaceMap order={order} onGrid={onGrid} />
                  <History order={order} tab={tab} onTab={onTab} onOpen={onOpen} />
                </>
              )}
            </Remote>
          )}
        </div>
      </Panel>
    </>
  );
}
