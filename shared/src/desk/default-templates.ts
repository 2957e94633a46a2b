import type { TemplateRow } from './templates.ts';

const of = (action: string, field: string, name: string, text: string): TemplateRow => ({
  name,
  action,
  field,
  text,
});

/** Texts for what is written in procedures; every one leaves the facts to fill in. */
const OF_PROCEDURES: readonly TemplateRow[] = [
  of('return.accept', 'opinion', '退单·同意', '经核实应由____承办,同意退回改派;界线依据____。'),
  of('return.refuse', 'opinion', '退单·不同意', '该事项属{unit}职责,依据____;请按原时限{due}前答复。'),
  of(
    'return.open',
    'ground',
    '退单·申请',
    '经现场核实,地点在____,不属{me}辖区或职责,依据____,建议由____承办。',
  ),
  of(
    'extension.open',
    'publicReason',
    '延期·申请',
    '因____,需等____完成后才能办结,计划于____月____日前答复。',
  ),
  of('extension.approve', 'opinion', '延期·同意', '____属实,同意延长;请在新的期限前每____天报一次进展。'),
  of('extension.refuse', 'opinion', '延期·不同意', '所述____不影响按期办结,请{unit}仍在{due}前答复。'),
  of(
    'supervision.open',
    'ground',
    '督办·快到期',
    '{unit}承办的{class}将于{due}到期,至今____,请当日报告办到哪一步、何时办完。',
  ),
  of(
    'supervision.open',
    'ground',
    '督办·重办仍未解决',
    '本件第{cycle}次办理仍未解决:____。请{unit}负责人到现场,{due}前书面说明原因和办结日期。',
  ),
  of(
    'supervision.answer',
    'answer',
    '督办·回复',
    '已于____月____日____;未办结的原因是____,____月____日前办完。',
  ),
  of('supervision.sendBack', 'opinion', '督办·再办', '答复未说明____,请补充现场照片和办结日期。'),
  of(
    'cohandle.open',
    'part',
    '协办·请协助',
    '请协助{unit}办理{place}的{class}:____;请于____月____日前反馈。',
  ),
  of('cohandle.finish', 'result', '协办·完成', '{me}已于____月____日____,结果是____。'),
  of(
    'presurvey.open',
    'question',
    '现场先看·看什么',
    '请到{place}核实:是否存在____,属谁管理,是否需要____配合。',
  ),
  of('presurvey.report', 'result', '现场先看·报告', '____月____日到现场,看到____,管理单位是____。'),
  of(
    'finalreply.open',
    'publicText',
    '最终答复·全文',
    '关于您反映的{class}(工单{orderNo}),{unit}经核实:____。依据____,处理结果为____。如不服本答复,可向____反映。',
  ),
  of(
    'instruction.open',
    'ground',
    '报请批示',
    '{place}的{class}(工单{orderNo})由{unit}承办,目前____;需领导协调____,{due}前须答复。',
  ),
  of(
    'raise.open',
    'report',
    '提级·专报',
    '本件涉及____,街道已于____月____日____,超出街道职权的是____,请上级协调____。',
  ),
  of('mediation.open', 'otherParty', '调解·转调解', '对方是____(楼栋房号或单位名称),联系方式____。'),
  of(
    'mediation.session',
    'minutes',
    '调解·记录',
    '____月____日在____调解,诉求人要求____,对方表示____,约定____。',
  ),
  of('mediation.settle', 'agreement', '调解·协议', '经调解,双方同意:____;于____月____日前履行。'),
  of('whistle.open', 'what', '吹哨·请到场', '请于____月____日____时到{place}共同处理{class}:请负责____。'),
  of(
    'deputy.open',
    'matter',
    '代表·请跟进',
    '{place}的{class}(工单{orderNo})第{cycle}次办理,请代表了解____。',
  ),
  of(
    'exclusion.open',
    'ground',
    '不合理·申请认定',
    '诉求内容为____,已于____月____日向诉求人说明____;依据____,申请认定。',
  ),
  of(
    'exclusion.confirm',
    'publicReason',
    '不合理·给诉求人的依据',
    '您反映的____,按照____的规定不能办理;{office}{today}已登记,您有异议可在____日内提出。',
  ),
  of('visit.answer', 'note', '回访·通话', '{today}电话回访,诉求人表示____,是否解决:____。'),
  of('visit.tried', 'note', '回访·没联系上', '{today}____时拨打,____(无人接听/关机/空号),下次____时再拨。'),
  of(
    'sweep.open',
    'what',
    '举一反三·排查',
    '请排查{place}周边同类的{class}:范围____,重点看____,____月____日前报结果。',
  ),
  of('lookback.relapse', 'finding', '回头看·又出现', '{today}到{place},____又出现,程度____,照片已拍。'),
  of(
    'directive.answer',
    'answer',
    '批示·落实',
    '已于____月____日____落实,结果是____;尚未完成的____,____月____日前完成。',
  ),
];

/** Texts every street begins with until it writes its own. */
export const DEFAULT_TEMPLATES: readonly TemplateRow[] = [
  {
    name: '不予受理·其他街道',
    action: 'decline',
    field: 'publicText',
    text: '您反映的地点在____,不在{office}辖区。请拨打____,由当地{class}承办单位受理;{office}已于{today}登记备查。',
  },
  {
    name: '请补充·地点',
    action: 'askInfo',
    field: 'question',
    text: '请补充{class}的具体位置(小区、楼栋、单元),最好拍一张____的照片。',
  },
  {
    name: '派单·常规',
    action: 'dispatch',
    field: 'note',
    text: '请{unit}先电话联系诉求人核实,在{due}前答复;重点核实____。',
  },
  {
    name: '答复·已解决',
    action: 'approve',
    field: 'publicText',
    text: '{unit}已于____月____日到现场,____。如再次出现,请回复本工单{orderNo}。',
  },
  {
    name: '答复·需要时间',
    action: 'approve',
    field: 'publicText',
    text: '{unit}已现场核实,因____,计划于____月____日前完成;完成后由{office}告诉您结果。',
  },
  {
    name: '退回补办·缺凭证',
    action: 'sendBack',
    field: 'reason',
    text: '缺少____的照片或记录,请{unit}补齐后再报。',
  },
  {
    name: '重办·未解决',
    action: 'rework',
    field: 'reason',
    text: '诉求人{today}回访表示____仍未解决,请{unit}第{cycle}次办理时重点处理。',
  },
  {
    name: '收回·派错单位',
    action: 'takeBack',
    field: 'reason',
    text: '经核实应由____承办,先收回改派。',
  },
  {
    name: '办结·电话回访',
    action: 'close',
    field: 'reason',
    text: '{today}电话回访,诉求人表示____。',
  },
  ...OF_PROCEDURES,
];
