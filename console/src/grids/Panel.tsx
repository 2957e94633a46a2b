import { Alert, Button, Flex, Form, Typography } from 'antd';
import type { ReactNode } from 'react';
import { errText } from '../api/request';
import { PlanView } from './PlanView';
import type { useChange } from './use-change';

interface Props {
  title: string;
  change: ReturnType<typeof useChange>;
  /** Why it cannot be sent yet; null when it can. */
  missing: string | null;
  danger?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** The form of one change beside the map: try it, then save it. Ctrl+Enter saves. */
export function Panel({ title, change, missing, danger = false, onClose, children }: Props) {
  const { plan, error, busy, look, save } = change;
  const send = () => {
    if (missing === null && !busy) void save();
  };
  return (
    <Form
      layout="vertical"
      className="grids-panel"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing)
          return;
        event.preventDefault();
        send();
      }}
    >
      <Typography.Title level={2}>{title}</Typography.Title>
      {children}
      {plan !== null && <PlanView plan={plan} />}
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      <Flex gap="small" className="grids-buttons" wrap>
        <Button
          id="grid-save"
          type="primary"
          danger={danger}
          loading={busy}
          disabled={missing !== null}
          onClick={send}
        >
          {plan === null ? '保存' : '确认保存'}
        </Button>
        <Button disabled={missing !== null || busy} onClick={() => void look()}>
          先试算
        </Button>
        <Button onClick={onClose}>取消</Button>
      </Flex>
      {missing !== null && <Typography.Text type="secondary">{missing}</Typography.Text>}
    </Form>
  );
}
