import { defineKind } from '../model.ts';
import { ASKED } from '../texts.ts';

/** 最终答复: signed by the unit head; the same matter is answered from it afterwards, unless there is something new (R7). */
export const finalreply = defineKind({
  label: '最终答复',
  rank: 7,
  home: 'order',
  from: ['IN_PROGRESS', 'REPLIED', 'TO_VISIT', 'CLOSED'],
  once: 'home',
  endedBy: 'terminal',
  open: {
    label: '拟最终答复',
    did: '拟了最终答复',
    to: 'drafted',
    by: [{ permission: 'order:reply', relation: 'lead' }],
    fields: [
      {
        name: 'publicText',
        label: '答复全文',
        kind: 'text',
        required: true,
        min: 30,
        max: 2000,
        layer: 'INTERNAL',
        hint: '事实、依据、结论、救济途径;签发后诉求人看到全文',
      },
      {
        name: 'remedies',
        label: '还可以找谁',
        kind: 'text',
        required: true,
        min: 6,
        max: 300,
        layer: 'INTERNAL',
      },
    ],
  },
  stages: {
    drafted: {
      label: '待签发',
      tasks: [
        { role: 'SIGNER', label: '签最终答复', unit: 'lead', permission: 'order:signFinal', notOpener: true },
      ],
    },
    signed: {
      label: '待发出',
      tasks: [{ role: 'ISSUER', label: '发最终答复', unit: 'office', permission: 'order:approve' }],
    },
    issued: {
      label: '已发出',
      ends: 'ISSUED',
      tellsOpener: { phrase: '已发出', thing: '最终答复已发给诉求人' },
    },
    refused: { label: '未签发', ends: 'REFUSED', tellsOpener: { phrase: '未同意', thing: '最终答复未签发' } },
  },
  steps: {
    sign: {
      label: '签发',
      did: '签发了最终答复',
      from: ['drafted'],
      to: 'signed',
      by: [{ task: 'SIGNER' }],
      fields: [ASKED.opinion],
      link: '反馈',
    },
    refuse: {
      label: '退回',
      did: '退回了最终答复',
      from: ['drafted', 'signed'],
      to: 'refused',
      by: [{ task: 'SIGNER' }, { task: 'ISSUER' }],
      fields: [ASKED.why],
    },
    issue: {
      label: '发给诉求人',
      did: '发出了最终答复',
      from: ['signed'],
      to: 'issued',
      by: [{ task: 'ISSUER' }],
      fields: [],
      // What was signed goes out, word for word.
      quotes: { finalText: 'publicText', remedy: 'remedies' },
      link: '反馈',
      resident: {
        phrase: '最终答复',
        thing: '{lead}的最终答复请查看',
        sentence: '{lead}的最终答复:{finalText}不服的,可以找:{remedy}',
      },
    },
  },
  clocks: [{ milestone: 'sign', label: '签发', stages: ['drafted'], due: { amount: 3, unit: 'workday' } }],
});
