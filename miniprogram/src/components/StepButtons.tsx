import { View } from '@tarojs/components';
import type { AskedStep, OrderView, ProcedureView } from '@yihu/shared';
import { useState } from 'react';
import type { TakeStep } from '../api/use-procedures';
import { toast } from '../platform/feedback';
import { Button } from './Button';
import { FormSheet } from './FormSheet';
import { ErrorNotice } from './Notice';

/** How steps are taken on this page, and the order they are about. */
export interface StepTaker {
  step: TakeStep;
  order: Pick<OrderView, 'suggestedUnit' | 'text' | 'leadUnitId'> | null;
}

export interface StepButtonsProps {
  run: ProcedureView;
  steps: readonly AskedStep[];
  take: StepTaker;
  /** The resident decides: large, each with what it means, and asked once more. */
  plain?: boolean;
}

/** The steps of a procedure this reader may take now; one with something to fill in opens its form. */
export function StepButtons({ run, steps, take, plain = false }: StepButtonsProps) {
  const [open, setOpen] = useState<AskedStep | null>(null);
  const [error, setError] = useState<unknown>();
  if (steps.length === 0) return null;
  const done = (asked: AskedStep) => {
    setOpen(null);
    toast(`${asked.label}:已完成`);
  };
  const start = async (asked: AskedStep) => {
    setError(undefined);
    if (plain || asked.refuses || asked.fields.length > 0) {
      setOpen(asked);
      return;
    }
    await take.step(run, asked.name, {});
    done(asked);
  };
  return (
    <View className="yh-steps">
      {error ? <ErrorNotice error={error} /> : null}
      {steps.map((asked) => (
        <View key={asked.name}>
          {plain && asked.meaning && <View className="yh-steps__meaning">{asked.meaning}</View>}
          <Button
            id={`step-${run.kind}-${asked.name}`}
            kind={asked.refuses ? (plain ? 'secondary' : 'outline-danger') : plain ? 'primary' : 'secondary'}
            onTap={() => start(asked)}
            onError={setError}
          >
            {asked.label}
          </Button>
        </View>
      ))}
      {open && (
        <FormSheet
          key={open.name}
          title={open.label}
          fields={open.fields}
          keepAs={open.fields.length === 0 ? null : `yihu.form.${run.id}.${open.name}`}
          order={take.order}
          danger={open.refuses && !plain}
          ready={run.allowed.includes(open.name)}
          send={(fields) => take.step(run, open.name, fields)}
          onDone={() => done(open)}
          onClose={() => setOpen(null)}
        >
          {open.meaning && <View className="yh-lead yh-steps__meaning">{open.meaning}</View>}
        </FormSheet>
      )}
    </View>
  );
}
