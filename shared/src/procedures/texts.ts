import type { Field } from '../orders/fields.ts';

export const RETURN_REASONS = {
  PLACE: '属地不符',
  RIGHTS: '权属不清',
  OVERLAP: '职能交叉',
  BEYOND: '超出行政范围',
} as const;

/** Fields many kinds ask for; each is one object so that its form check is made once. */
export const ASKED = {
  ground: {
    name: 'ground',
    label: '理由',
    kind: 'text',
    required: true,
    min: 6,
    max: 500,
    layer: 'INTERNAL',
    hint: '写明依据和事实,审核人只看这里',
  },
  opinion: { name: 'opinion', label: '意见', kind: 'text', max: 500, layer: 'INTERNAL' },
  why: {
    name: 'opinion',
    label: '为什么',
    kind: 'text',
    required: true,
    min: 4,
    max: 500,
    layer: 'INTERNAL',
  },
  minutes: {
    name: 'minutes',
    label: '记录',
    kind: 'text',
    required: true,
    min: 6,
    max: 2000,
    layer: 'INTERNAL',
  },
  publicReason: {
    name: 'publicReason',
    label: '给诉求人的说明',
    kind: 'text',
    required: true,
    min: 6,
    max: 200,
    layer: 'PUBLIC',
    hint: '诉求人会看到这一段',
  },
  unit: { name: 'unitId', label: '单位', kind: 'unit', required: true },
  photos: { name: 'photos', label: '照片', kind: 'photos', max: 6, purpose: 'ADD' },
  upperReference: {
    name: 'upperReference',
    label: '上级平台的批复文号',
    kind: 'text',
    required: true,
    min: 2,
    max: 64,
    layer: 'INTERNAL',
  },
} as const satisfies Record<string, Field>;
