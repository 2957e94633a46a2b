import { Text, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import {
  type ActionName,
  DISPUTE_REASONS,
  FIELDS,
  type OrderView,
  type Satisfaction,
  type SolvedAnswer,
} from '@yihu/shared';
import { type ReactNode, useState } from 'react';
import { useOrder } from '../../api/use-order';
import {
  Button,
  Card,
  Chips,
  Empty,
  ErrorNotice,
  Page,
  PhotoPicker,
  Remote,
  TextArea,
  usePhotos,
  WayOut,
} from '../../components';
import { toast } from '../../platform/feedback';
import { back } from '../../platform/nav';
import { useSession } from '../../session/session';
import { type Answers, disputeAction, nothingAnswered } from '../../view/rating';
import { Outcome } from '../order/Outcome';
import './index.scss';

/** Is it solved, and how was it? Each question can be skipped; nothing is chosen beforehand. */
export default function RatePage() {
  const { id, solved } = useRouter().params;
  const session = useSession();
  const { remote, run } = useOrder(id, session !== null);
  if (!id) {
    return (
      <Page>
        <Empty text="没有找到这件诉求">
          <WayOut to="orders" />
        </Empty>
      </Page>
    );
  }
  if (!session || !remote.data) {
    return (
      <Page needsSignIn>
        {session && (
          <Remote of={remote} wayOut={<WayOut to="orders" />}>
            {() => null}
          </Remote>
        )}
      </Page>
    );
  }
  return <Questions order={remote.data} run={run} startsUnsolved={solved === 'NO'} />;
}

interface QuestionsProps {
  order: OrderView;
  run: (action: ActionName, fields: Record<string, unknown>) => Promise<OrderView>;
  startsUnsolved: boolean;
}

function Questions({ order, run, startsUnsolved }: QuestionsProps) {
  const again = disputeAction(order.allowed);
  const mayRate = order.allowed.includes('rate');
  const [answers, setAnswers] = useState<Answers>({
    solved: startsUnsolved ? 'NO' : null,
    process: null,
    result: null,
  });
  const [reason, setReason] = useState<string | null>(null);
  const [text, setText] = useState('');
  const photos = usePhotos(FIELDS.photosAdd.max, { purpose: FIELDS.photosAdd.purpose });
  const [error, setError] = useState<unknown>();
  const unsolved = answers.solved === 'NO' || answers.solved === 'PARTLY';
  const set = (part: Partial<Answers>) => {
    setAnswers({ ...answers, ...part });
    setError(undefined);
  };
  const chooseReason = (value: string | null) => {
    setReason(value);
    setError(undefined);
  };

  const send = async (action: ActionName, fields: Record<string, unknown>, thanks: string) => {
    setError(undefined);
    await run(action, fields);
    toast(thanks);
    await back();
  };
  const rate = () => {
    if (nothingAnswered(answers)) throw new Error('三个问题都没有回答,不想评价可以直接返回');
    const given = Object.entries(answers).filter(([, value]) => value !== null);
    return send('rate', Object.fromEntries(given), '收到您的评价,谢谢');
  };
  const dispute = () => {
    if (!again) return undefined;
    if (reason === null) throw new Error('请选一下哪里没解决');
    const fields = { reasonCode: reason, text: text.trim(), photos: photos.ids };
    return send(again, fields, again === 'dispute' ? '已要求重办' : '已转热线办研判');
  };
  const wantsRework = unsolved && again !== null;
  return (
    <Page
      bottom={
        <View className="rate-foot">
          {error ? <ErrorNotice error={error} /> : null}
          <View className="yh-row">
            {mayRate && (
              <Button
                id="rate-submit"
                kind={wantsRework ? 'secondary' : 'primary'}
                disabled={nothingAnswered(answers)}
                onTap={rate}
                onError={setError}
              >
                {wantsRework ? '只评价' : '提交评价'}
              </Button>
            )}
            {wantsRework && (
              <Button id="rate-dispute" disabled={photos.uploading} onTap={dispute} onError={setError}>
                {photos.uploading ? '照片上传中…' : again === 'dispute' ? '要求重办' : '请热线办处理'}
              </Button>
            )}
          </View>
        </View>
      }
    >
      {!mayRate && !again && <View className="rate-none">这件事现在不用评价了。</View>}
      {(mayRate || again) && (
        <Question title="解决了吗?">
          <Chips
            id="solved"
            label="解决了吗"
            options={FIELDS.solved.options}
            value={answers.solved}
            onChange={(value) => set({ solved: value as SolvedAnswer | null })}
          />
        </Question>
      )}
      {wantsRework && (
        <Question title="哪里没解决?" note={reworkNote(order, again)}>
          <Chips
            id="dispute-reason"
            label="哪里没解决"
            options={DISPUTE_REASONS}
            value={reason}
            onChange={chooseReason}
          />
          <View className="rate-gap">
            <TextArea
              bare
              id="dispute-text"
              label="想说的话"
              value={text}
              onChange={setText}
              placeholder="可以不写"
              limit={1000}
            />
          </View>
          <PhotoPicker photos={photos} addText="现在的样子" />
        </Question>
      )}
      {mayRate && (
        <>
          <Question title="服务过程怎么样?" note="联系、态度、快慢">
            <Levels id="process" value={answers.process} onChange={(process) => set({ process })} />
          </Question>
          <Question title="办理结果怎么样?">
            <Levels id="result" value={answers.result} onChange={(result) => set({ result })} />
          </Question>
          <View className="rate-none">
            每题都可以不答,不答不算满意。办理人员在回访结束前看不到是谁的评价。
          </View>
        </>
      )}
      <Outcome order={order} />
    </Page>
  );
}

function reworkNote(order: OrderView, again: ActionName): string {
  if (again === 'disputeAgain') return '已要求重办过两次,这次由街道热线办人工研判后联系您';
  return `点「要求重办」,由${order.leadUnitName ?? '承办单位'}重新办理,编号不变`;
}

interface QuestionProps {
  title: string;
  note?: string;
  children: ReactNode;
}

function Question({ title, note, children }: QuestionProps) {
  return (
    <Card>
      <Text className="rate-question">{title}</Text>
      {note && <Text className="rate-note">{note}</Text>}
      {children}
    </Card>
  );
}

interface LevelsProps {
  id: 'process' | 'result';
  value: Satisfaction | null;
  onChange: (value: Satisfaction | null) => void;
}

function Levels({ id, value, onChange }: LevelsProps) {
  return (
    <Chips
      id={id}
      label={FIELDS[id].label}
      options={FIELDS[id].options}
      value={value}
      onChange={(next) => onChange(next as Satisfaction | null)}
    />
  );
}
