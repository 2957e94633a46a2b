/**
 * Every refusal the product can give: HTTP status and the plain Chinese text a person reads.
 * `{name}` in a text is filled from the error's details. Only the HTTP filter knows the status.
 */
export const ERRORS = {
  // transport and input
  BAD_REQUEST: { status: 400, text: '提交的内容有误:{reason}' },
  BODY_TOO_LARGE: { status: 413, text: '提交的内容太大,请分开提交' },
  NOT_FOUND: { status: 404, text: '没有找到,可能已不存在或您无权查看' },
  TOO_MANY_REQUESTS: { status: 429, text: '操作太频繁,请 {seconds} 秒后再试' },
  INTERNAL: { status: 500, text: '系统出了点问题,您的内容没有丢失,请稍后重试(追踪号 {requestId})' },
  UNAVAILABLE: { status: 503, text: '系统正忙,您的内容没有丢失,请过几秒再试' },
  // sign-in
  NOT_SIGNED_IN: { status: 401, text: '请先登录' },
  SESSION_EXPIRED: { status: 401, text: '登录已过期,请重新登录,草稿已保留' },
  SIGN_IN_CODE_INVALID: { status: 401, text: '登录码不正确或已失效' },
  SIGN_IN_BLOCKED: { status: 403, text: '微信暂时拦截了这次登录,请过一会儿再试,或拨打热线' },
  WECHAT_UNAVAILABLE: { status: 503, text: '微信暂时没有响应,请稍后再试;急事请拨打热线' },
  ACCOUNT_DISABLED: { status: 403, text: '这个账号已停用,请联系街道热线办' },
  SIGN_IN_FAILED: { status: 401, text: '账号、密码或动态码不对' },
  SIGN_IN_LOCKED: {
    status: 429,
    text: '在您这里试错太多次,请 {minutes} 分钟后再试;忘记密码请找本街道安全管理员重置',
  },
  SIGN_IN_TICKET: { status: 409, text: '这一步已超时,请重新输入账号和密码' },
  PASSWORD_WRONG: { status: 403, text: '现在用的密码不对' },
  PASSWORD_WEAK: { status: 400, text: '新密码不合要求:{reason}' },
  TOTP_CODE_WRONG: { status: 403, text: '动态码不对,请看验证器上的最新 6 位数字,并核对手机时间' },
  SETUP_CLOSED: { status: 404, text: '没有找到,安装已经完成或未开放' },
  SETUP_CODE_WRONG: { status: 403, text: '安装码不对,请看服务启动时打印的那一行' },
  ADMINS_NOT_SEPARATE: { status: 409, text: '系统、安全、审计三名管理员须由三个人分别担任:{reason}' },
  LAST_ADMIN: { status: 409, text: '这是本街道最后一位{role},请先任命接替的人' },
  NOT_YOURSELF: { status: 403, text: '不能改自己的账号和权限,请由另一位管理员办理' },
  LOGIN_TAKEN: { status: 409, text: '登录名「{login}」已有人用,请换一个' },
  FORBIDDEN: { status: 403, text: '您没有办理这件事的权限' },
  // idempotency
  COMMAND_REUSED: { status: 409, text: '同一操作编号对应了不同内容,请刷新后重新操作' },
  DRAFT_NOT_YOURS: { status: 409, text: '这份草稿已由其他账号提交' },
  // attachments
  ATTACHMENT_EMPTY: { status: 400, text: '没有收到照片,请重新选择' },
  ATTACHMENT_TYPE: { status: 415, text: '只支持 JPG、PNG、WebP 照片,「{name}」不是' },
  ATTACHMENT_HEIC: {
    status: 415,
    text: '「{name}」是苹果 HEIC 格式,暂不能识别。请在 设置-相机-格式 里选「兼容性最佳」后重拍,或先在微信里发送一次再选用',
  },
  ATTACHMENT_TOO_LARGE: { status: 413, text: '「{name}」超过 {limit} MB,请压缩后再传' },
  ATTACHMENT_TOO_MANY_PIXELS: { status: 413, text: '「{name}」尺寸太大(超过 {limit} 万像素),请缩小后再传' },
  ATTACHMENT_TOO_MANY: { status: 400, text: '一次最多 {limit} 张照片' },
  ATTACHMENT_BROKEN: { status: 422, text: '「{name}」已损坏,无法打开,请重新拍摄或另选一张' },
  ATTACHMENT_BUSY: { status: 503, text: '正在处理的照片较多,请过几秒再传' },
  ATTACHMENT_STORE: { status: 507, text: '照片暂时存不进来,可以先不带照片提交,稍后再补充' },
  ATTACHMENT_NOT_YOURS: { status: 403, text: '有照片不是您上传的,或已用在别的工单里' },
  ATTACHMENT_MISSING: { status: 404, text: '照片不存在或已过期,请重新上传' },
  ATTACHMENT_LINK_EXPIRED: { status: 403, text: '照片链接已过期,请刷新页面' },
  VOICE_TYPE: { status: 415, text: '这段录音的格式不能播放,请在本页重新录一段' },
  VOICE_BROKEN: { status: 422, text: '这段录音没有存完整,请重新录一段' },
  VOICE_TOO_LONG: { status: 413, text: '录音最长 {limit} 秒,请分几句重点重新录一段' },
  VOICE_TOO_SHORT: { status: 422, text: '没有录到声音,请按下后再说话' },
  // places and directory
  PLACE_OUT_OF_RANGE: { status: 400, text: '坐标不对:纬度应在 -90 到 90,经度应在 -180 到 180' },
  GRID_CODE_UNKNOWN: { status: 404, text: '没有找到网格编号「{code}」,请核对张贴的编号' },
  CLASS_UNKNOWN: { status: 400, text: '没有「{code}」这个分类' },
  UNIT_UNKNOWN: { status: 400, text: '没有找到这个单位,或它不在本街道' },
  STREET_UNKNOWN: { status: 400, text: '没有找到这个街道' },
  OUTLINE_INVALID: { status: 400, text: '网格边界有误:{reason}' },
  POLICY_INVALID: { status: 400, text: '规则第 {row} 行有误:{reason}' },
  POLICY_KIND_UNKNOWN: { status: 404, text: '没有这一类规则' },
  POLICY_FAULTS: { status: 400, text: '规则没有保存:{fault}' },
  POLICY_WHEN: { status: 400, text: '生效时间不能早于现在,也不能晚于三年以后' },
  POLICY_MOVED: { status: 409, text: '{who}已存了第 {version} 版,请看过再改' },
  POLICY_SAME_PERSON: { status: 409, text: '须由另一位有权限的人复核,不能自己复核自己存的规则' },
  POLICY_DECIDED: { status: 409, text: '这一版不在等待复核' },
  SIMULATION_BUSY: { status: 503, text: '正在做另一次推演,请稍后再试' },
  SIMULATION_TOO_LARGE: {
    status: 400,
    text: '这段时间有 {count} 件工单,一次最多推演 {limit} 件,请缩短时间',
  },
  // orders
  ORDER_EMPTY: { status: 400, text: '请写几个字、录一段话或拍一张照片,让我们知道是什么问题' },
  ORDER_TEXT_TOO_LONG: { status: 400, text: '内容有 {length} 个字,最多 {limit} 个字,请删减或分两次提交' },
  ORDER_NO_PLACE: { status: 400, text: '请选一下地点,或选「说不清」' },
  PHONE_INVALID: { status: 400, text: '电话号码不对,请核对;不想留也可以不填' },
  CONTACT_NOT_ALLOWED_ANONYMOUS: { status: 400, text: '您选了匿名,不能同时留姓名或电话' },
  ACTION_UNKNOWN: { status: 404, text: '没有「{action}」这个操作' },
  ACTION_NOT_ALLOWED: { status: 403, text: '您不能对这张工单做「{label}」' },
  ACTION_WRONG_STATE: { status: 409, text: '工单现在是「{state}」,不能再做「{label}」' },
  FIELD_INVALID: { status: 400, text: '「{field}」填写有误:{reason}' },
  CONFLICT: { status: 409, text: '{who} 已于 {at} {did},工单现在是「{state}」,请看过再办' },
  ASKS_USED_UP: { status: 409, text: '本轮已请诉求人补充过 {limit} 次,请按现有情况办理' },
  NOT_REACHABLE: { status: 409, text: '诉求人没有留联系方式,不能请其补充' },
  URGED_TODAY: { status: 409, text: '24 小时内已催办过,{at} 后可以再催' },
  FROM_UPPER: { status: 409, text: '这件是上级平台交办的,不能在这里{label}' },
  VOICE_NOT_WRITTEN: { status: 409, text: '这条诉求只有录音,请先听写成文字再派单' },
  VOICE_WRITTEN: { status: 409, text: '这段录音已经听写过了,请刷新页面查看' },
  NO_CLASS: { status: 409, text: '请先分类,再派单' },
  DISPUTE_TOO_LATE: { status: 409, text: '办结已超过 {days} 天,不能再提出异议;可以重新反映' },
  DISPUTES_USED_UP: { status: 409, text: '已两次提出异议,第三次由街道热线办人工研判,已转告' },
  RATE_TWICE: { status: 409, text: '这一轮已评价过,谢谢您' },
  REPLY_HAS_PRIVATE: { status: 400, text: '答复里含有{what},请删去再提交,保护诉求人' },
  REPLY_EMPTY_PHRASE: { status: 400, text: '答复里有空话「{phrase}」,请写明单位、做了什么和日期' },
  EVIDENCE_MISSING: { status: 409, text: '这一类须附办理后的照片' },
  EVIDENCE_REUSED: { status: 409, text: '这张照片已在{where}用过({date}),请拍现在、这里的照片' },
  EVIDENCE_NO_PLACE: { status: 409, text: '照片没有拍摄位置,请先到场签到,或用带定位的照片' },
  NOT_CLOSABLE: { status: 409, text: '还不能办结:{reason}' },
  NOT_FROM_UPPER: { status: 409, text: '这件不是上级平台交办的' },
  UPPER_NO_TAKEN: { status: 409, text: '上级编号「{upperNo}」已经登记过,是工单 {orderNo}' },
  CONTESTS_USED_UP: { status: 409, text: '不予受理只能申请复核 {limit} 次;有新情况可以重新反映' },
  CONTEST_TOO_LATE: { status: 409, text: '申请复核须在 {days} 天内提出,已于 {due} 截止;可以重新反映' },
  NOT_PRAISE: { status: 409, text: '这件不是表扬,请先把诉求类型改为「表扬」' },
  MERGE_TARGET_UNKNOWN: { status: 400, text: '本街道没有这个编号的工单' },
  MERGE_INTO_ITSELF: { status: 400, text: '不能并入自己,请填另一件的编号' },
  MERGE_TARGET_OVER: { status: 409, text: '工单 {orderNo} 现在是「{state}」,只能并入还在办的工单' },
  MERGE_OTHER_PERSON: { status: 409, text: '工单 {orderNo} 不是同一诉求人的,不能并单;同一问题请用「关联」' },
  PROBLEM_CLOSED: { status: 409, text: '这个问题现在不能关联,请单独办理' },
  PROBLEM_TWICE: { status: 409, text: '这件已经关联了一个问题' },
  NO_PROBLEM: { status: 409, text: '这件没有关联任何问题' },
  DUE_PAST_OUTER: { status: 409, text: '不能超过上级时限 {due},需要更久请报上级平台批准' },
  DUE_UNKNOWN: { status: 409, text: '这个时限还在等节假日安排公布,公布后才能调整' },
  DUE_NOT_RUNNING: { status: 409, text: '没有正在计时的「{label}」时限可以调整' },
  PERSON_NOT_OF_UNIT: { status: 400, text: '这个人不在承办单位,或没有办理权限' },
  COMPLEXITY_CAPPED: { status: 409, text: '已有时限超期,不能再调为复杂件' },
  // procedures
  PROCEDURE_UNKNOWN: { status: 404, text: '没有「{kind}」这个程序' },
  STEP_UNKNOWN: { status: 404, text: '「{kind}」里没有「{step}」这一步' },
  PROCEDURE_OPEN: { status: 409, text: '「{label}」已经在办{who},请看过再定' },
  PROCEDURE_EXCLUDED: { status: 409, text: '「{kind}」还没有结束,不能同时「{label}」' },
  PROCEDURE_USED_UP: { status: 409, text: '「{label}」最多 {limit} 次,已经用完' },
  PROCEDURE_CLASS: { status: 409, text: '这一类诉求不能「{label}」' },
  PROCEDURE_WRONG_STAGE: { status: 409, text: '「{kind}」现在是「{stage}」,不能再「{label}」' },
  JUDGES_OWN: { status: 403, text: '自己提出的事不能自己「{label}」,请由他人办理' },
  BLOCKED: { status: 409, text: '「{by}」还没有结束,不能「{label}」' },
  RETURN_TOO_LATE: { status: 409, text: '退单须在退单期限内提出,已于 {due} 截止,由本单位负责办理' },
  RETURN_REFUSED_BEFORE: { status: 409, text: '本单位对这件的退单没有被同意,不能再退' },
  LEAD_BOUND: { status: 409, text: '承办单位由领导指定,不能退单或转办' },
  OFFERS_USED_UP: { status: 409, text: '已有 {limit} 次转办没有被接收,请由分管领导定牵头单位' },
  DAY_PAST: { status: 400, text: '「{field}」已经过去,请选今天或以后的一天' },
  CONFLICT_OF_INTEREST: { status: 403, text: '{reason},不能由您调解,请换一位调解员' },
  DAY_NOT_AHEAD: { status: 400, text: '「{field}」应在今天以后' },
  URGE_FIRST: { status: 409, text: '先催办,再督办' },
  EXTENSION_TOO_LATE: { status: 409, text: '延期须在到期前申请,已于 {due} 到期' },
  SUSPENSION_TOO_LATE: { status: 409, text: '挂账须在到期前申请,已于 {due} 到期' },
  ORDERS_NOT_TOGETHER: { status: 409, text: '这几件不在同一个「{ledger}」里,请一件一件「{label}」' },
  EXTENSION_TOO_LONG: { status: 400, text: '一次最多延长 {limit} 个工作日,现在填的是 {days} 个' },
  EXTENSION_REFUSED_BEFORE: { status: 409, text: '对这个到期时间的延期没有被同意,不能再申请' },
  NOT_MEDIABLE: { status: 409, text: '不适宜调解:须「{reason}」' },
  CONSENT_TWICE: { status: 409, text: '这一方已经表示同意' },
  UNIT_IS_LEAD: { status: 400, text: '这个单位就是主办单位,请选别的单位' },
  NOT_BY_HANDLER: { status: 403, text: '「{label}」须由经办人以外的人做' },
  VISIT_OFFICER: { status: 409, text: '一对一回访由担任回访人的本人登记,请先点「由我一对一回访」' },
  VISIT_TRIES: {
    status: 409,
    text: '联系不上须满 {tryDays} 天 {tries} 次,现在是 {days} 天 {made} 次,请再联系',
  },
  // duty
  DUTY_OVERLAP: { status: 409, text: '{from} 至 {to} 已排给 {who},同一时间只能有一人盯守,一人也不能排两班' },
  DUTY_PAST: { status: 409, text: '这一班已经过去,不能再排或撤' },
  DUTY_SPAN: { status: 400, text: '班次应先开始后结束,最长 25 小时' },
  WATCH_OF_OFFICE: { status: 400, text: '盯守收件箱只由热线办的人担任' },
  FAR_FROM_PLACE: { status: 409, text: '须在原处拍照:现在离工单地点 {distance} 米,不能超过 {limit} 米' },
  APPEAL_TOO_LATE: { status: 409, text: '申诉须在办结后 {days} 个工作日内提出,已于 {due} 截止' },
  APPEALED_BEFORE: { status: 409, text: '本单位对这件的「{figure}」申诉过,结论已定' },
  JUDGES_SCORE: { status: 403, text: '打分的人不能定对这一分的申诉,请由他人办理' },
  DEPUTY_FIRST: { status: 409, text: '代表同查须先记下代表的发现,再报巡查结果' },
  SWEEP_MISSING: { status: 409, text: '这一类须先安排同类排查,再审核通过(举一反三)' },
  // ledgers
  STRIKE_BY_OTHER: { status: 403, text: '销号须由经办人、责任人和申请人以外的人办理' },
  STRIKE_TOO_EARLY: { status: 409, text: '还不能销号:{reason}' },
  // intake
  CREDIT_CODE_INVALID: { status: 400, text: '统一社会信用代码应是 18 位且校验位正确,请核对' },
  ENTERPRISE_TAKEN: { status: 409, text: '名录里已有「{name}」,请直接修改那一家' },
  OFFICER_UNFIT: { status: 400, text: '企业专员须是本街道该单位的在岗人员' },
  UPPER_NOT_EXPORTED: { status: 409, text: '没有等回执的这一批,请先导出;已登记回执的不会重复登记' },
  MEETING_EMPTY: { status: 400, text: '会议清单是空的,或没有一行可以登记' },
  // contact
  CONTACT_DESK_ONLY: { status: 403, text: '诉求人选择「仅热线办可见」,请由热线办转达' },
  CONTACT_NONE: { status: 404, text: '诉求人没有留电话' },
  // notifications
  SUBSCRIPTION_UNKNOWN: { status: 400, text: '没有这个消息模板' },
  // moderation, stickers, the phone number of a person
  MODERATION_DECIDED: { status: 409, text: '这一条已经处理过' },
  STICKER_UNKNOWN: { status: 404, text: '没有这个网格码,或已停用;请改用地图选点' },
  STICKER_IMAGE: { status: 503, text: '微信暂时没有给出小程序码:{reason}。可以先用普通二维码' },
  GRID_UNKNOWN: { status: 400, text: '没有找到这个网格,或它不在您管理的范围' },
  PHONE_CODE_INVALID: { status: 400, text: '微信手机号授权已失效,请再点一次,或直接填写号码' },
  PHONE_NO_QUOTA: { status: 503, text: '暂时取不到微信手机号,请直接填写号码' },
  // one's own data
  ACCOUNT_OF_OFFICE: {
    status: 403,
    text: '工作人员的账号由所在街道管理,不能在这里注销;请找本街道安全管理员停用',
  },
  CONTACT_ORDER_OVER: { status: 409, text: '诉求「{orderNo}」已经办完或不是您提交的,联系方式不能再改' },
  // operations
  OUTBOX_NOT_DEAD: { status: 409, text: '这条消息不在失败列表里' },
  ORDER_LOST_IN_RESTORE: {
    status: 410,
    text: '这件诉求是在系统恢复点之后提交的,这里已没有它的记录;请重新提交,不会重复立案',
  },
  DEMO_DISABLED: { status: 404, text: '没有找到' },
} as const satisfies Record<string, { status: number; text: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** The JSON body of every refusal. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string; requestId: string; details?: Record<string, unknown> };
}

/** Fills the `{name}` blanks of an error text; an unfilled blank is dropped rather than shown raw. */
export function errorText(code: ErrorCode, details: Record<string, unknown> = {}): string {
  return ERRORS[code].text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}
