import { STATES } from '@yihu/shared';
import { Alert, App, Button, Flex } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { errText } from '../api/request';
import type { LiveOrder } from '../api/use-order';
import { useSending, wishForTemplates } from '../components';
import { holdKeys, useKeys } from '../keys';
import { ActDialog } from './ActDialog';
import {
  type Act,
  actsOn,
  allOf,
  carriedOver,
  isOnePress,
  LETTER_LABELS,
  type Letter,
  letterOf,
  type Offer,
  writable,
} from './acts.view';
import { Chooser } from './Chooser';
import { forget, kept } from './written';

export interface ActsProps {
  order: NonNullable<LiveOrder['order']['data']>;
  live: LiveOrder;
  offer: Offer;
  /** Told before something is sent; what it gives back is called once it went through. */
  begin: () => () => void;
  /** Called when a form or a choice was closed with nothing done. */
  onLeave: () => void;
  /** An act asked for elsewhere on the screen; its form is opened, and `onTaken` called. */
  asked?: Act | null;
  onTaken?: () => void;
}

type Doing = { act: Act; start: Act['start'] };
const LETTERS = Object.keys(LETTER_LABELS) as Letter[];

/** Sends an act by its way. */
function carryOut(live: LiveOrder, { way }: Act, fields: Record<string, unknown>): Promise<unknown> {
  if (way.do === 'act') return live.run(way.action, fields);
  if (way.do === 'open') return live.open(way.kind, fields);
  return live.step(way.run, way.step, fields);
}

/** Everything that can be done with the order, as buttons and as letters. */
export function Acts({ order, live, offer, begin, onLeave, asked = null, onTaken }: ActsProps) {
  const { message } = App.useApp();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [choice, setChoice] = useState<{ title: string; acts: Act[] } | null>(null);
  const { busy, error, setError, sending } = useSending();
  const [opening, setOpening] = useState(false);
  const finish = useRef(() => {});
  // What is typed from now on is meant for the form, even before it is there.
  const isTaken = opening || doing !== null || choice !== null;
  useEffect(() => (isTaken ? holdKeys() : undefined), [isTaken]);

  const done = (act: Act) => {
    setDoing(null);
    forget(order.id, act);
    message.success({ key: 'act', content: `${order.title}:${act.label},已完成`, duration: 2 });
    finish.current();
  };
  /** Nothing was done: back to where one was. */
  const leave = () => {
    setDoing(null);
    setChoice(null);
    onLeave();
  };
  const start = async (act: Act) => {
    setChoice(null);
    setError(null);
    if (!isOnePress(act)) {
      message.destroy('act');
      setOpening(true);
      const written = await kept(order.id, act);
      setOpening(false);
      setDoing({ act, start: { ...act.start, ...written } });
      return;
    }
    if (busy) return;
    finish.current = begin();
    await sending(async () => {
      await carryOut(live, act, {});
      done(act);
    });
  };
  const choose = (title: string, acts: Act[]) => {
    const [only] = acts;
    if (only === undefined) message.info(`工单是「${STATES[order.state]}」,现在不能${title}`);
    else if (acts.length === 1) void start(only);
    else setChoice({ title, acts });
  };
  useKeys('办理', [
    ...LETTERS.map((key) => {
      const acts = actsOn(key, offer);
      const label = acts.length === 1 ? (acts[0]?.label ?? '') : LETTER_LABELS[key];
      return { key, label, run: () => choose(label, acts) };
    }),
    {
      key: 't',
      label: '套用模板',
      run: () => {
        wishForTemplates();
        choose('套用模板', writable(offer));
      },
    },
    { key: 'm', label: '能做的全部', run: () => choose('办理', allOf(offer)) },
  ]);
  useEffect(() => {
    if (asked === null) return;
    setDoing({ act: asked, start: asked.start });
    onTaken?.();
  }, [asked, onTaken]);
  // What has a letter stands in sight, the rest one press away: a row of twenty buttons is not read by anybody.
  const buttons = [...offer.steps, ...offer.rest.filter((act) => letterOf(act) !== null)];
  const more = [...offer.rest.filter((act) => letterOf(act) === null), ...offer.openings];
  return (
    <div className="bench-acts">
      <Flex gap="small" wrap align="center" role="toolbar" aria-label="可以做的事">
        {offer.primary && <ActButton act={offer.primary} primary loading={busy} onPress={start} />}
        {buttons.map((act) => (
          <ActButton key={act.id} act={act} onPress={start} />
        ))}
        {more.length > 0 && (
          <Button
            id="more-acts"
            size="small"
            type="text"
            onClick={() => setChoice({ title: '还可以', acts: more })}
          >
            更多 {more.length} 种 <kbd>M</kbd>
          </Button>
        )}
        {allOf(offer).length === 0 && <span className="desk-muted">这件现在没有您要做的事</span>}
      </Flex>
      {error !== null && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={errText(error)}
          closable={{ onClose: () => setError(null) }}
        />
      )}
      {choice !== null && <Chooser {...choice} onChoose={start} onClose={leave} />}
      {doing !== null && (
        <ActDialog
          key={doing.act.id}
          act={doing.act}
          start={doing.start}
          order={order}
          offer={offer}
          send={(act, fields) => {
            finish.current = begin();
            return carryOut(live, act, fields);
          }}
          onInstead={(act, written) => setDoing({ act, start: carriedOver(written, act) })}
          onDone={() => done(doing.act)}
          onClose={leave}
        />
      )}
    </div>
  );
}

interface ButtonProps {
  act: Act;
  primary?: boolean;
  loading?: boolean;
  onPress: (act: Act) => Promise<void>;
}

function ActButton({ act, primary = false, loading, onPress }: ButtonProps) {
  const letter = letterOf(act);
  return (
    <Button
      id={act.id.replaceAll('.', '-')}
      size={primary ? 'middle' : 'small'}
      type={primary ? 'primary' : 'default'}
      danger={act.danger}
      loading={loading}
      title={act.of === null ? undefined : `${act.of}的一步`}
      onClick={() => void onPress(act)}
    >
      {act.label}
      {letter !== null && <kbd>{letter.toUpperCase()}</kbd>}
    </Button>
  );
}
