import { PhoneOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { CONFIDENTIALITIES, type EmergencyCall, emergencyCalls, LINES, URGENCIES } from '@yihu/shared';
import { Alert } from 'antd';
import { useDeferredValue } from 'react';
import { checkIntake } from '../api/intake';
import { useMe } from '../session/session';
import { type CallForm, scopeAnswers } from './filing.view';

interface Props {
  form: CallForm;
  streetId: string | undefined;
  isOutside: boolean;
}

/** What must be said at once: numbers to call first, what is not the street's, how open it will be. */
export function Advice({ form, streetId, isOutside }: Props) {
  const street = useMe().street?.name ?? '本街道';
  const text = useDeferredValue(form.text);
  const { channel, classCode, partyKind, requestType } = form;
  const asked = { streetId: streetId ?? '', text, channel, classCode, partyKind, requestType };
  const check = useQuery({
    queryKey: ['intake-check', asked],
    queryFn: () => checkIntake(asked),
    enabled: streetId !== undefined && text.trim() !== '' && [...text].length <= 7000,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  // The built-in words speak while the street's own are asked for.
  const calls = text.trim() === '' ? [] : (check.data?.emergency ?? emergencyCalls(text, []));
  const told = check.data;
  const notes = told === undefined ? [] : notesOf(form, told);
  return (
    <>
      <Emergency calls={calls} />
      {scopeAnswers(text, isOutside, street).map((answer) => (
        <Alert key={answer} type="warning" showIcon className="call-alert" title={answer} />
      ))}
      {notes.length > 0 && text.trim() !== '' && <p className="desk-muted call-notes">{notes.join(' · ')}</p>}
    </>
  );
}

function notesOf(form: CallForm, told: Awaited<ReturnType<typeof checkIntake>>): string[] {
  const { confidentiality, urgency, line, proposed } = told;
  const notes = [`紧急程度 ${URGENCIES[urgency]}`];
  if (proposed !== null && proposed.code !== form.classCode) {
    notes.push(`建议分类 ${proposed.name}(把握 ${proposed.confidence}%,${proposed.reason})`);
  }
  if (confidentiality.reason !== null && form.confidentiality === 'SURNAME') {
    notes.push(`${CONFIDENTIALITIES[confidentiality.level]}(${confidentiality.reason})`);
  }
  if (line !== null && form.line === null) notes.push(`归入${LINES[line]}`);
  return notes;
}

/** The number stands first and large: it is read out before anything else. */
export function Emergency({ calls }: { calls: readonly EmergencyCall[] }) {
  if (calls.length === 0) return null;
  return (
    <Alert
      type="error"
      id="emergency"
      role="alert"
      className="call-alert"
      title={calls.map(({ number, text, words }) => (
        <div key={number} className="call-emergency">
          <strong className="call-number">
            <PhoneOutlined aria-hidden /> {number}
          </strong>
          <span>
            {text}
            <span className="desk-muted">(听到:{words.join('、')})</span>
          </span>
        </div>
      ))}
    />
  );
}
