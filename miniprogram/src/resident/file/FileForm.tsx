import { Text, View } from '@tarojs/components';
import type { Me } from '@yihu/shared';
import { SUBMIT_TEXT_MAX, whenText } from '@yihu/shared';
import { useEffect, useRef, useState } from 'react';
import { useStreet } from '../../api/places';
import {
  Button,
  ErrorNotice,
  Page,
  PhotoPicker,
  TextArea,
  usePhotos,
  useVoice,
  VoiceField,
} from '../../components';
import { spoken } from '../../platform/a11y';
import { confirm } from '../../platform/feedback';
import { scrollTo } from '../../platform/scroll';
import { useNow } from '../../view/use-now';
import { isBegun, PHOTO_LIMIT } from './draft';
import { EmergencyCard } from './EmergencyCard';
import { MoreRows } from './MoreRows';
import { PlaceSection } from './PlaceSection';
import { useDraft } from './use-draft';
import { DraftProblem, useSubmit } from './use-submit';
import { Waiting } from './Waiting';

export interface FileFormProps {
  me: Me;
  forCaller: boolean;
  /** Came through 拍照反映: the camera opens at once. */
  openCamera: boolean;
  /** Key of a filing in the outbox to change. */
  edit?: string;
  /** Grid code of a scanned sticker. */
  scanned: string | null;
}

/** One page from top to bottom: photos, words, place; everything else has a sensible answer already. */
export function FileForm({ me, forCaller, openCamera, edit, scanned }: FileFormProps) {
  const state = useDraft(me.personId, forCaller, edit);
  const { draft, patch } = state;
  const street = useStreet();
  const photos = usePhotos(PHOTO_LIMIT, {
    purpose: 'REPORT',
    initial: draft.photos,
    onChange: (list) => patch({ photos: list }),
  });
  const voice = useVoice(draft.voice, (value) => patch({ voice: value }));
  const { submit, error, setError, waiting, change } = useSubmit(state, {
    person: me,
    forCaller,
    group: photos.group,
  });
  const [round, setRound] = useState(0);
  const camera = useRef(openCamera && draft.photos.length === 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (camera.current) void photos.add().catch(setError);
    camera.current = false;
  }, []);

  // what was missing may be there now
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the draft takes the notice away
  useEffect(() => {
    if (error instanceof DraftProblem) setError(undefined);
  }, [draft]);
  const failed = (e: unknown) => {
    setError(e);
    if (e instanceof DraftProblem) scrollTo(`#part-${e.part}`);
  };

  const restart = async () => {
    if (!(await confirm('没有提交的文字、照片和录音会清空,确定重新写吗?', '重新写'))) return;
    for (const { key } of photos.list) photos.remove(key);
    voice.remove();
    state.restart();
    setRound(round + 1);
  };
  const send = async () => {
    if (photos.refused && !(await confirm('有照片没传上。先不带它提交,稍后可以补充照片。', '先提交'))) return;
    await submit();
  };
  if (waiting) return <Waiting filingKey={waiting} onEdit={change} />;
  return (
    <Page
      bottom={
        <View className="file-foot">
          {error ? <ErrorNotice error={error} /> : null}
          <Button id="file-submit" onTap={send} onError={failed} disabled={photos.uploading || voice.busy}>
            {photos.uploading ? '照片上传中,请稍等…' : voice.busy ? '录音还没完,请稍等…' : '提交'}
          </Button>
        </View>
      }
    >
      {state.resumedFrom && isBegun(draft) && (
        <Resumed
          since={state.resumedFrom}
          lost={state.lostPhotos}
          onRestart={state.filingKey ? undefined : restart}
        />
      )}
      {!state.saved && (
        <View className="yh-ask" {...spoken({ role: 'alert' })}>
          手机存储已满,这份内容没能存下:请不要关掉本页,先提交,或清理手机空间
        </View>
      )}
      {forCaller && <View className="file-tip">为来电或来访的群众登记。请如实记下对方的话。</View>}
      <Part no="1" title="拍照" hint={`拍清楚现场,最多 ${PHOTO_LIMIT} 张;没有照片也可以`}>
        <PhotoPicker photos={photos} addText="拍照或选照片" />
      </Part>
      <Part id="part-text" no="2" title="说说情况" hint="什么事,从什么时候开始的">
        <EmergencyCard text={draft.text} />
        {!forCaller && <VoiceField voice={voice} />}
        <TextArea
          bare
          id="file-text"
          label="说说情况"
          value={draft.text}
          onChange={(text) => patch({ text })}
          placeholder="例如:3号楼2单元楼道堆满纸箱,走不过去"
          limit={SUBMIT_TEXT_MAX}
        />
      </Part>
      <Part id="part-place" no="3" title="在哪里" hint="选一种方便的就行">
        <PlaceSection
          key={round}
          draft={draft}
          patch={patch}
          street={street.data}
          scanned={scanned}
          forCaller={forCaller}
        />
      </Part>
      <Part id="part-contact" no="4" title="其他" hint="都可以不填,已按常用的选好">
        <MoreRows draft={draft} patch={patch} forCaller={forCaller} />
      </Part>
    </Page>
  );
}

interface PartProps {
  id?: string;
  no: string;
  title: string;
  hint: string;
  children: React.ReactNode;
}

function Part({ id, no, title, hint, children }: PartProps) {
  return (
    <View id={id} className="file-part">
      <View className="file-part__head">
        <Text className="file-part__no">{no}</Text>
        <View>
          <View className="file-part__title">{title}</View>
          <View className="file-part__hint">{hint}</View>
        </View>
      </View>
      {children}
    </View>
  );
}

function Resumed({ since, lost, onRestart }: { since: string; lost: number; onRestart?: () => unknown }) {
  const now = useNow();
  return (
    <View className="file-resumed">
      <View className="file-resumed__text">
        接着 {whenText(since, now)} 没提交的内容写
        {lost > 0 ? `;有 ${lost} 张照片没传完,请重新添加` : ''}
      </View>
      {onRestart && (
        <Button id="draft-restart" kind="secondary" size="small" onTap={onRestart}>
          重新写
        </Button>
      )}
    </View>
  );
}
