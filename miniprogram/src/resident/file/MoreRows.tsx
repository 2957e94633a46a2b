import { View } from '@tarojs/components';
import { CHANNELS, CONFIDENTIALITIES, classLeaf, PARTY_KINDS, REQUEST_TYPES } from '@yihu/shared';
import { useState } from 'react';
import {
  Button,
  Chips,
  ChoiceList,
  ClassPicker,
  Field,
  PhoneButton,
  RowLink,
  Sheet,
  TextField,
} from '../../components';
import { CALLER_CHANNELS, confidentialityOf, type Draft, typeOf } from './draft';

export interface MoreRowsProps {
  draft: Draft;
  patch: (part: Partial<Draft>) => void;
  forCaller: boolean;
}

type Topic = 'class' | 'privacy' | 'contact' | 'kind';

const TITLES: Readonly<Record<Topic, string>> = {
  contact: '联系方式',
  privacy: '谁能看到我是谁',
  class: '分类',
  kind: '类型和身份',
};

const PRIVACY_HINTS = {
  SURNAME: '办理的人只看到您的姓,打电话要登记原因',
  DESK_ONLY: '只有街道热线办能看到您的姓名电话,由热线办转告您',
  ANONYMOUS: '不留姓名电话,办理的人看不到您是谁;在这里看进度',
} as const;

/** What has a sensible answer already: one row each, with what is set now; a tap opens it. */
export function MoreRows({ draft, patch, forCaller }: MoreRowsProps) {
  const [open, setOpen] = useState<Topic | null>(null);
  const close = () => setOpen(null);
  const anonymous = confidentialityOf(draft) === 'ANONYMOUS';
  const all: Topic[] = ['contact', 'privacy', 'class', 'kind'];
  // who says nothing about herself gives no number; whoever joins a problem has its class
  const topics = all.filter(
    (topic) => !(anonymous && topic === 'contact') && !(draft.problem && topic === 'class'),
  );
  return (
    <View>
      {topics.map((topic) => (
        <RowLink
          key={topic}
          id={`more-${topic}`}
          title={titleOf(topic, forCaller)}
          hint={nowText(topic, draft, forCaller)}
          onTap={() => setOpen(topic)}
        />
      ))}
      <Sheet
        open={open !== null}
        title={open ? titleOf(open, forCaller) : ''}
        onClose={close}
        foot={
          <Button id="more-ok" onTap={close}>
            好了
          </Button>
        }
      >
        {open === 'class' && <ClassPart draft={draft} patch={patch} />}
        {open === 'privacy' && <PrivacyPart draft={draft} patch={patch} />}
        {open === 'contact' && <ContactPart draft={draft} patch={patch} forCaller={forCaller} />}
        {open === 'kind' && <KindPart draft={draft} patch={patch} forCaller={forCaller} />}
      </Sheet>
    </View>
  );
}

function titleOf(topic: Topic, forCaller: boolean): string {
  return forCaller && topic === 'privacy' ? '谁能看到诉求人是谁' : TITLES[topic];
}

function nowText(topic: Topic, draft: Draft, forCaller: boolean): string {
  const leaf = draft.classCode ? classLeaf(draft.classCode) : undefined;
  if (topic === 'class') return leaf ? leaf.path.join(' · ') : '不知道,由工作人员判断';
  if (topic === 'privacy') {
    const chosen = confidentialityOf(draft);
    return `${CONFIDENTIALITIES[chosen]}:${PRIVACY_HINTS[chosen]}`;
  }
  if (topic === 'contact') {
    const given = [draft.contactName, draft.contactPhone].filter((text) => text.trim() !== '');
    return given.length > 0 ? given.join(' ') : '没有留;留了电话方便问清情况';
  }
  const party = draft.partyKind === 'ENTERPRISE' ? draft.companyName.trim() || '企业' : '个人';
  const kind = `${REQUEST_TYPES[typeOf(draft)]} · ${party}`;
  return forCaller ? `${CHANNELS[draft.channel]} · ${kind}` : kind;
}

type PartProps = Omit<MoreRowsProps, 'forCaller'>;

const UNKNOWN = 'UNKNOWN';

function ClassPart({ draft, patch }: PartProps) {
  return (
    <View>
      <ChoiceList
        label="不选分类"
        choices={[{ value: UNKNOWN, label: '不知道,由工作人员判断' }]}
        value={draft.classCode === null ? UNKNOWN : null}
        onChange={() => patch({ classCode: null })}
      />
      <View className="yh-part" />
      <ClassPicker value={draft.classCode} onChange={(classCode) => patch({ classCode })} text={draft.text} />
    </View>
  );
}

function PrivacyPart({ draft, patch }: PartProps) {
  const proposed = draft.confidentiality === null && confidentialityOf(draft) === 'DESK_ONLY';
  return (
    <View>
      {proposed && (
        <View className="file-tip">这类事容易得罪人,已替您选「{CONFIDENTIALITIES.DESK_ONLY}」,可以改。</View>
      )}
      <ChoiceList
        label="谁能看到我是谁"
        value={confidentialityOf(draft)}
        onChange={(value) => patch({ confidentiality: value as keyof typeof CONFIDENTIALITIES })}
        choices={Object.entries(CONFIDENTIALITIES).map(([value, label]) => ({
          value,
          label,
          hint: PRIVACY_HINTS[value as keyof typeof PRIVACY_HINTS],
        }))}
      />
    </View>
  );
}

function ContactPart({ draft, patch, forCaller }: MoreRowsProps) {
  return (
    <View>
      <View className="file-tip">可以不留。谁看过您的电话,系统都有记录。</View>
      <TextField
        id="contact-phone"
        label="电话"
        type="number"
        value={draft.contactPhone}
        onChange={(contactPhone) => patch({ contactPhone })}
        placeholder="手机或座机号码"
        maxLength={20}
      />
      {/* a clerk's own number is not the caller's */}
      {!forCaller && <PhoneButton id="contact-wechat" onNumber={(contactPhone) => patch({ contactPhone })} />}
      <TextField
        id="contact-name"
        label="怎么称呼"
        value={draft.contactName}
        onChange={(contactName) => patch({ contactName })}
        placeholder="例如:李华"
        maxLength={20}
      />
    </View>
  );
}

function KindPart({ draft, patch, forCaller }: MoreRowsProps) {
  const doors = Object.fromEntries(CALLER_CHANNELS.map((channel) => [channel, CHANNELS[channel]]));
  return (
    <View>
      {forCaller && (
        <Field label="怎么来的">
          <Chips
            id="channel"
            label="怎么来的"
            clearable={false}
            options={doors}
            value={draft.channel}
            onChange={(value) => patch({ channel: value as Draft['channel'] })}
          />
        </Field>
      )}
      <Field label="这件事是" hint="按您写的内容猜的,不对可以改">
        <Chips
          id="request-type"
          label="这件事是"
          clearable={false}
          options={REQUEST_TYPES}
          value={typeOf(draft)}
          onChange={(value) => patch({ requestType: value as keyof typeof REQUEST_TYPES })}
        />
      </Field>
      <Field label="谁来反映">
        <Chips
          id="party-kind"
          label="谁来反映"
          clearable={false}
          options={PARTY_KINDS}
          value={draft.partyKind}
          onChange={(value) => patch({ partyKind: value as keyof typeof PARTY_KINDS })}
        />
      </Field>
      {draft.partyKind === 'ENTERPRISE' && (
        <TextField
          id="company-name"
          label="企业名称"
          value={draft.companyName}
          onChange={(companyName) => patch({ companyName })}
          placeholder="营业执照上的名称"
          maxLength={80}
        />
      )}
    </View>
  );
}
