import { type DraftSection, formatLocal, REPORT_TEXT_MAX, type ReportFace, strayFigures } from '@yihu/shared';
import { Alert, Button, Flex, Input } from 'antd';
import { useState } from 'react';
import { editReport, REPORTS_KEY } from '../api/reports';
import { errText } from '../api/request';
import { useDoing, useDraft, useSending } from '../components';

interface Props {
  reportId: string;
  revision: number;
  face: ReportFace;
  /** Every section of the face; `at` is the one that is worded. */
  sections: readonly DraftSection[];
  at: number;
  onClose: () => void;
}

/** Wording of one section: what was drafted stands beside, what is typed is kept until it is saved or given up. */
export function Wording({ reportId, revision, face, sections, at, onClose }: Props) {
  const section = sections[at];
  const { start, keep, forget } = useDraft(`report:${reportId}:${face}:${at}`);
  const [typed, setTyped] = useState<string | null>(null);
  const { busy, error, sending } = useSending();
  const { renew } = useDoing(REPORTS_KEY);
  const kept = typeof start?.text === 'string' ? start.text : null;
  const now = section?.text ?? '';
  const text = typed ?? kept ?? now;
  const stray = strayFigures(
    text,
    sections.map(({ drafted, lines }) => ({ text: drafted, lines })),
  );
  if (section === undefined) return null;
  const change = (next: string) => {
    setTyped(next);
    keep({ text: next });
  };
  const save = () =>
    sending(async () => {
      // A refusal may mean that somebody else wrote meanwhile: that is shown, and what was typed stays.
      await editReport(reportId, { face, section: at, text, revision }).catch(async (e: unknown) => {
        await renew();
        throw e;
      });
      await forget();
      await renew();
      onClose();
    });
  const giveUp = async () => {
    await forget();
    onClose();
  };
  const last = section.edits.at(-1);
  return (
    <div className="report-wording desk-no-print">
      <p className="desk-muted">成稿时写的:{section.drafted}</p>
      {last !== undefined && (
        <p className="desk-muted">
          {last.by} {formatLocal(last.at)} 改为:{last.text}
        </p>
      )}
      <Input.TextArea
        id={`wording-${at}`}
        aria-label={`${section.title}的文字`}
        value={text}
        autoFocus
        autoSize={{ minRows: 3, maxRows: 12 }}
        status={stray.length > 0 ? 'error' : ''}
        onChange={({ target }) => change(target.value)}
      />
      {stray.length > 0 && (
        <p className="desk-fault" role="alert">
          「{stray.join('」「')}」不是这份报告里的数字,数字定在成稿的时候
        </p>
      )}
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      <Flex gap="small">
        <Button
          id={`wording-save-${at}`}
          type="primary"
          loading={busy}
          disabled={
            text.trim() === '' ||
            text === now ||
            stray.length > 0 ||
            Array.from(text).length > REPORT_TEXT_MAX
          }
          onClick={() => void save()}
        >
          保存
        </Button>
        <Button disabled={busy} onClick={() => void giveUp()}>
          不改了
        </Button>
        <Button disabled={busy || text === section.drafted} onClick={() => change(section.drafted)}>
          用成稿时的文字
        </Button>
      </Flex>
    </div>
  );
}
