import type { RouteRow } from '@yihu/shared';

const toDesk = { to: 'DESK', autoAccept: false, autoDispatch: false } as const;
const acceptedAtDesk = { to: 'DESK', autoAccept: true, autoDispatch: false } as const;
const toGrid = { to: 'GRID', autoAccept: true, autoDispatch: true } as const;
const toCommunity = { to: 'COMMUNITY', autoAccept: true, autoDispatch: true } as const;
/** The section is proposed; a clerk looks at it and dispatches. */
const proposed = (unitCode: string) => ({ to: { unitCode }, autoAccept: true, autoDispatch: false });
const direct = (unitCode: string) => ({ to: { unitCode }, autoAccept: true, autoDispatch: true });

/** The demo street's duty list (职责清单): class × place → who handles. First match wins. */
export const DEMO_DUTY_LIST: readonly RouteRow[] = [
  { when: { requestType: 'REPORT' }, ...toDesk, reason: '举报件先由热线办核实并保护举报人' },
  { when: { hasGrid: false }, ...toDesk, reason: '地点不在本街道网格内或没有说清,由热线办核实' },
  { when: { hasClass: false }, ...toDesk, reason: '还没有分类,由热线办分类后派单' },
  {
    // Both sides must be heard. Which classes are disputes, the street's own tree says.
    when: { confidentiality: 'ANONYMOUS', isDispute: true },
    ...toDesk,
    reason: '匿名的纠纷类诉求无法联系双方,由热线办研判',
  },
  { when: { requestType: 'CONSULT' }, ...acceptedAtDesk, reason: '咨询由热线办直接答复' },
  {
    when: { partyKind: 'ENTERPRISE' },
    ...proposed('NQ-JF'),
    reason: '企业诉求由经发科专人服务,热线办确认后派单',
  },
  { when: { classPrefix: '0303' }, ...proposed('NQ-JF'), reason: '企业服务事项,热线办确认后派经发科' },
  {
    when: { classPrefix: ['1001', '020104', '020105', '020106'] },
    ...toGrid,
    reason: '消防和楼道隐患,网格员就近先到场',
  },
  {
    when: { classPrefix: ['010401', '100202', '020204'] },
    ...direct('NQ-YJ'),
    reason: '危及人身安全,应急办先行处置',
  },
  { when: { classPrefix: '0102' }, ...proposed('NQ-CG'), reason: '违法建设须核对权属,热线办确认后派城管科' },
  { when: { classPrefix: ['0101', '0103'] }, ...toGrid, reason: '市容和停车秩序,网格员就近处理' },
  { when: { classPrefix: '0104' }, ...direct('NQ-CG'), reason: '市政设施由城管科办理' },
  {
    when: { classPrefix: ['0201', '020201', '020202', '020203'] },
    ...toCommunity,
    reason: '物业和小区事务由社区牵头',
  },
  { when: { classPrefix: '02' }, ...proposed('NQ-WY'), reason: '房屋建设事项,热线办确认后派物业办' },
  { when: { classPrefix: '03' }, ...proposed('NQ-SJ'), reason: '市场监管事项,热线办确认后派市监所' },
  {
    when: { classPrefix: ['0501', '050201', '050203', '050204'] },
    ...toGrid,
    reason: '噪声和油烟,网格员先到场核实',
  },
  { when: { classPrefix: '05' }, ...direct('NQ-CG'), reason: '扬尘由城管科办理' },
  {
    when: { classPrefix: ['06', '08', '09', '16'] },
    ...proposed('NQ-SS'),
    reason: '社会事务,热线办确认后派社会事务科',
  },
  { when: { classPrefix: '10' }, ...proposed('NQ-YJ'), reason: '公共安全事项,热线办确认后派应急办' },
  {
    when: { classPrefix: ['1302', '130103'] },
    ...direct('NQ-CG'),
    reason: '积水、堵塞和爆管由城管科先行处置',
  },
  { when: { classPrefix: '14' }, ...direct('NQ-CG'), reason: '园林绿化由城管科办理' },
  { when: { classPrefix: ['11', '150103', '1201'] }, ...toCommunity, reason: '小区内的设施和环境由社区牵头' },
  { when: {}, ...toDesk, reason: '职责清单没有对应的行,由热线办研判' },
];
