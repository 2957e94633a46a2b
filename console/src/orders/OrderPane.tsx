import { ongoing } from '@yihu/shared';
import { Button, Result } from 'antd';
import { type ReactNode, useState } from 'react';
import { ApiError, errText } from '../api/request';
import type { LiveOrder } from '../api/use-order';
import { Remote } from '../components';
import { Acts } from './Acts';
import { allOf, offerOf } from './acts.view';
import { Contact } from './Contact';
import { Hints } from './Hints';
import { OrderFacts } from './OrderFacts';
import { OrderHead } from './OrderHead';
import { Procedures } from './Procedures';
import { Said } from './Said';

interface Props {
  live: LiveOrder;
  begin: () => () => void;
  onOpen: (id: string) => void;
  onClose: () => void;
  onLeave: () => void;
  beside?: ReactNode;
}

/** One order: what it is, by when, what can be done, what was said, what goes on. */
export function OrderPane({ live, begin, onOpen, onClose, onLeave, beside }: Props) {
  const { order, procedures } = live;
  const [asked, setAsked] = useState<Parameters<typeof Acts>[0]['asked']>(null);
  if (order.error instanceof ApiError && order.error.status === 404 && order.data === undefined) {
    return (
      <Result
        status="404"
        title="没有这件工单"
        subTitle={errText(order.error)}
        extra={<Button onClick={onClose}>回到列表</Button>}
      />
    );
  }
  return (
    <Remote of={order}>
      {(shown) => {
        const offer = offerOf(shown, procedures.data);
        return (
          <article className="bench-order" data-id={shown.id} aria-label={`工单 ${shown.orderNo}`}>
            <OrderHead
              order={shown}
              labels={ongoing(procedures.data?.items ?? []).open.map(({ label }) => label)}
              beside={beside}
            />
            <Acts
              key={shown.id}
              order={shown}
              live={live}
              offer={offer}
              begin={begin}
              onLeave={onLeave}
              asked={asked}
              onTaken={() => setAsked(null)}
            />
            <Hints
              order={shown}
              merge={allOf(offer).find(({ id }) => id === 'act.merge')}
              classify={allOf(offer).find(({ id }) => id === 'act.classify')}
              onMerge={setAsked}
              onOpen={onOpen}
            />
            <Said order={shown} />
            <Contact order={shown} />
            <OrderFacts order={shown} />
            <Procedures of={procedures} />
          </article>
        );
      }}
    </Remote>
  );
}
