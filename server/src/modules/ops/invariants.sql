-- What must be true of the data at any moment (trust.md, section 3). Run after every fault test, every night, by
-- `ops invariants` and after a restore. Each query answers rows only when its sentence is violated: column
-- `subject` names the offender. The same text runs on SQLite, MySQL and MariaDB.
--
--   :after :upto      a slice of orders by id, so that no query holds the server up; each one is run slice by slice
--   :ago5m :ago1h     instants before now
--   /*legal*/ …       conditions generated from the transition table in code (invariants.ts)
--
-- I13 and I14 are I1 to I4 for procedures and ledgers; their exact form is checked by the model-based test.
-- I5 (the bytes of photos) is `ops verify-photos`, I8 (imports) has no tables yet, I10 (dashboards) is `ops tallies`, the logs of
-- I11 are grepped by a test. The exact form of I1 and I2, state = fold(events), is checked in code.

-- name: I1.history 工单版本号等于事件数,事件从 1 起不缺号
SELECT w.id AS subject
  FROM work_order w LEFT JOIN event e ON e.stream_id = w.id
 WHERE w.id > :after AND w.id <= :upto
 GROUP BY w.id, w.version
HAVING COUNT(e.seq) <> w.version OR MIN(e.seq) <> 1 OR MAX(e.seq) <> w.version;

-- name: I1.begins 工单的第一个事件是提交,别处没有提交
SELECT e.stream_id AS subject
  FROM event e
 WHERE e.stream_id > :after AND e.stream_id <= :upto AND e.stream_kind = 'ORDER'
   AND ((e.seq = 1 AND e.name <> 'order.submitted') OR (e.seq > 1 AND e.name = 'order.submitted'));

-- name: I1.orphan 每个事件都有它的工单
SELECT e.stream_id AS subject
  FROM event e LEFT JOIN work_order w ON w.id = e.stream_id
 WHERE e.stream_id > :after AND e.stream_id <= :upto AND e.stream_kind = 'ORDER' AND w.id IS NULL;

-- name: I1.private 每张工单都有它的私密部分
SELECT w.id AS subject
  FROM work_order w LEFT JOIN order_private p ON p.order_id = w.id
 WHERE w.id > :after AND w.id <= :upto AND p.order_id IS NULL;

-- name: I1.state 工单状态等于最后一次改变状态的事件所到的状态
SELECT w.id AS subject
  FROM work_order w JOIN event p ON p.stream_id = w.id
 WHERE w.id > :after AND w.id <= :upto
   AND p.seq = (SELECT MAX(q.seq) FROM event q WHERE q.stream_id = w.id AND q.name IN (/*fixing*/))
   AND NOT (/*states*/);

-- name: I2.pairs 每一步都在状态转换表里
SELECT e.stream_id AS subject
  FROM event e JOIN event p ON p.stream_id = e.stream_id
 WHERE e.stream_id > :after AND e.stream_id <= :upto AND e.stream_kind = 'ORDER' AND e.seq > 1
   AND p.seq = (SELECT MAX(q.seq) FROM event q
                 WHERE q.stream_id = e.stream_id AND q.seq < e.seq AND q.name IN (/*fixing*/))
   AND NOT (/*legal*/);

-- name: I3.told 该告知诉求人的事件都有站内消息
SELECT e.stream_id AS subject
  FROM event e JOIN work_order w ON w.id = e.stream_id
       LEFT JOIN notice n ON n.event_ref = CONCAT(e.stream_id, ':', e.seq)
            AND n.recipient_id = w.filer_id AND n.channel = 'INBOX'
 WHERE e.stream_id > :after AND e.stream_id <= :upto AND e.name IN (/*told*/)
   AND w.filer_id IS NOT NULL AND w.filer_id <> e.actor_id AND n.id IS NULL;

-- name: I3.stuck 没有微信消息悬而未决却无人处理
SELECT n.id AS subject
  FROM notice n LEFT JOIN outbox o ON o.effect_key = CONCAT('wx:', n.event_ref, ':', n.recipient_id)
       AND o.state <> 'DONE'
 WHERE n.state IN ('QUEUED', 'SENDING') AND n.created_at < :ago1h AND o.id IS NULL;

-- name: I4.runs 每张在办工单都有它这一步的时限在走,办完的没有
SELECT w.id AS subject
  FROM work_order w
 WHERE w.id > :after AND w.id <= :upto
   AND NOT EXISTS (SELECT 1 FROM clock c WHERE c.order_id = w.id
                      AND c.state IN ('RUNNING', 'PAUSED', 'AWAITING_CALENDAR') AND (/*awaited*/))
   AND w.state NOT IN (/*terminal*/);

-- name: I4.reminds 这一步的时限到期以前总还有一盏灯要亮
SELECT w.id AS subject
  FROM work_order w JOIN clock c ON c.order_id = w.id
 WHERE w.id > :after AND w.id <= :upto AND w.state NOT IN (/*terminal*/)
   AND c.state = 'RUNNING' AND c.scope = 'INNER' AND (/*awaited*/)
   AND c.next_light_at IS NULL AND COALESCE(c.fired, '') <> 'RED';

-- name: I4.ended 终结的工单没有还在走的时限
SELECT w.id AS subject
  FROM work_order w JOIN clock c ON c.order_id = w.id
 WHERE w.id > :after AND w.id <= :upto AND w.state IN (/*terminal*/)
   AND c.state IN ('RUNNING', 'PAUSED', 'AWAITING_CALENDAR');

-- name: I4.inner 内部时限不晚于上级时限
SELECT i.order_id AS subject
  FROM clock i JOIN clock o ON o.order_id = i.order_id AND o.milestone = i.milestone AND o.cycle = i.cycle
 WHERE i.order_id > :after AND i.order_id <= :upto AND i.scope = 'INNER' AND o.scope = 'OUTER'
   AND i.state = 'RUNNING' AND o.state = 'RUNNING' AND i.due_at > o.due_at;

-- name: I4.due 在走的时限有到期时间,等日历的写明等哪一年,暂停的写明从何时起
SELECT c.order_id AS subject
  FROM clock c
 WHERE c.order_id > :after AND c.order_id <= :upto
   AND ((c.state = 'RUNNING' AND c.due_at IS NULL)
     OR (c.state = 'AWAITING_CALENDAR' AND c.awaiting_year IS NULL)
     OR (c.state = 'PAUSED' AND c.paused_at IS NULL)
     OR (c.state = 'MET' AND c.met_at IS NULL));

-- name: I4.turn 派出的工单有主办单位和它的一次承办
SELECT w.id AS subject
  FROM work_order w LEFT JOIN task t ON t.id = w.turn_id AND t.order_id = w.id
 WHERE w.id > :after AND w.id <= :upto
   AND w.state IN ('DISPATCHED', 'IN_PROGRESS', 'REPLIED', 'TO_VISIT')
   AND (w.lead_unit_id IS NULL OR t.id IS NULL OR t.unit_id <> w.lead_unit_id)
   -- answered at the desk it was never handed to anybody
   AND NOT (w.state = 'TO_VISIT' AND w.lead_unit_id IS NULL AND w.turn_id IS NULL);

-- name: M11.owner 每张在办工单都有在用的责任单位
SELECT w.id AS subject
  FROM work_order w LEFT JOIN unit u ON u.id = w.owner_unit_id
 WHERE w.id > :after AND w.id <= :upto AND w.state NOT IN (/*terminal*/) AND w.state <> 'CLOSED'
   AND (u.id IS NULL OR u.active <> 1);

-- name: M11.next 等承办单位办理的工单都有未完的承办任务
SELECT w.id AS subject
  FROM work_order w LEFT JOIN task t ON t.id = w.turn_id AND t.order_id = w.id
 WHERE w.id > :after AND w.id <= :upto AND w.state IN ('DISPATCHED', 'IN_PROGRESS', 'SUSPENDED')
   AND (t.id IS NULL OR t.state NOT IN ('OPEN', 'SIGNED'));

-- name: I5.owner 工单的照片属于存在的工单和事件
SELECT a.id AS subject
  FROM attachment a LEFT JOIN event e ON e.stream_id = a.owner_id AND e.seq = a.event_seq
 WHERE a.owner_kind = 'ORDER' AND a.owner_id > :after AND a.owner_id <= :upto
   AND (e.seq IS NULL OR a.bytes <= 0);

-- name: I6.answered 已答复的操作编号指向它造成的事件
SELECT i.command_key AS subject
  FROM idem i LEFT JOIN event e ON e.stream_id = i.order_id AND e.seq = i.seq
 -- marks of triggers that have fired (seq 0) point to nothing
 WHERE e.seq IS NULL AND i.seq > 0;

-- name: I7.waiting 没有外发任务到期五分钟还没人取
SELECT o.id AS subject FROM outbox o WHERE o.state = 'READY' AND o.run_at < :ago5m;

-- name: I7.lease 没有外发任务的租约过期两分钟以上
SELECT o.id AS subject FROM outbox o WHERE o.state = 'SENDING' AND o.lease_until < :ago2m;

-- name: I9.gap 审计链不缺号
SELECT CONCAT(MIN(a.seq), '-', MAX(a.seq)) AS subject
  FROM audit a
 WHERE a.seq IS NOT NULL
HAVING COUNT(*) <> MAX(a.seq) - MIN(a.seq) + 1;

-- name: I9.hash 入链的审计记录都有散列
SELECT a.id AS subject
  FROM audit a
 WHERE a.subject_id > :after AND a.subject_id <= :upto
   AND ((a.seq IS NULL AND a.hash IS NOT NULL) OR (a.seq IS NOT NULL AND a.hash IS NULL));

-- name: I9.tail 审计记录在五分钟内入链
SELECT a.id AS subject FROM audit a WHERE a.seq IS NULL AND a.at < :ago5m;

-- name: I9.missing 每个事件都有审计记录
SELECT e.stream_id AS subject
  FROM event e
 WHERE e.stream_id > :after AND e.stream_id <= :upto AND e.stream_kind = 'ORDER' AND e.at > :auditkept
   AND NOT EXISTS (SELECT 1 FROM audit a
                    WHERE a.subject_id = e.stream_id
                      -- by the index of subjects: those of times and actions hold the rows of all orders together
                      AND CONCAT(a.at, '') = e.at AND CONCAT(a.action, '') = e.name);

-- name: I11.event 事件里没有电话和身份证号
SELECT e.stream_id AS subject
  FROM event e
 WHERE e.stream_id > :after AND e.stream_id <= :upto AND (e.data REGEXP /*phone*/ OR e.data REGEXP /*idcard*/);

-- name: I11.public 给诉求人看的文字里没有电话和身份证号
SELECT t.stream_id AS subject
  FROM event_text t
 WHERE t.stream_id > :after AND t.stream_id <= :upto AND t.layer = 'PUBLIC'
   AND (t.body REGEXP /*phone*/ OR t.body REGEXP /*idcard*/);

-- name: I11.notice 消息里没有电话和身份证号
SELECT n.id AS subject
  FROM notice n
 WHERE n.order_id > :after AND n.order_id <= :upto
   AND (n.thing REGEXP /*phone*/ OR n.title REGEXP /*phone*/ OR n.thing REGEXP /*idcard*/);

-- name: I11.outbox 外发任务里没有电话和身份证号
SELECT o.id AS subject
  FROM outbox o WHERE o.state <> 'DONE' AND (o.payload REGEXP /*phone*/ OR o.payload REGEXP /*idcard*/);

-- name: I11.audit 审计记录里没有电话和身份证号
SELECT a.id AS subject
  FROM audit a
 WHERE a.subject_id > :after AND a.subject_id <= :upto AND (a.facts REGEXP /*phone*/ OR a.facts REGEXP /*idcard*/);

-- name: I12.tree 单位成树:上级存在,路径接在上级的路径后面
SELECT u.id AS subject
  FROM unit u LEFT JOIN unit p ON p.id = u.parent_id
 WHERE (u.parent_id IS NOT NULL AND p.id IS NULL)
    OR (p.id IS NOT NULL AND u.path <> CONCAT(p.path, u.id, '/'))
    OR (u.parent_id IS NULL AND u.path <> CONCAT('/', u.id, '/'));

-- name: I13.history 程序版本号等于它的事件数,事件从 1 起不缺号
SELECT r.id AS subject
  FROM procedure_run r LEFT JOIN event e ON e.stream_id = r.id
 WHERE r.id > :after AND r.id <= :upto
 GROUP BY r.id, r.version
HAVING COUNT(e.seq) <> r.version OR MIN(e.seq) <> 1 OR MAX(e.seq) <> r.version;

-- name: I13.orphan 每个程序事件都有它的程序
SELECT e.stream_id AS subject
  FROM event e LEFT JOIN procedure_run r ON r.id = e.stream_id
 WHERE e.stream_id > :after AND e.stream_id <= :upto AND e.stream_kind = 'PROCEDURE' AND r.id IS NULL;

-- name: I13.ended 程序有结果才算结束,结束的不再占着唯一标记
SELECT r.id AS subject
  FROM procedure_run r
 WHERE r.id > :after AND r.id <= :upto
   AND ((r.ended_at IS NULL AND r.outcome IS NOT NULL) OR (r.ended_at IS NOT NULL AND r.outcome IS NULL)
     OR (r.ended_at IS NOT NULL AND r.open_key IS NOT NULL));

-- name: I13.open 没有结束的程序记在它的每张工单上,阶段一致
SELECT r.id AS subject
  FROM procedure_run r JOIN work_order w ON w.id = r.order_id
 WHERE r.id > :after AND r.id <= :upto AND r.ended_at IS NULL
   AND CONCAT(' ', w.procedures, ' ') NOT LIKE CONCAT('% ', r.kind, ':', r.id, ':', r.stage, ' %')
UNION
SELECT r.id AS subject
  FROM procedure_run r JOIN order_link l ON l.target_id = r.id AND l.target_kind = 'PROCEDURE' AND l.rel = 'IN'
       JOIN work_order w ON w.id = l.order_id
 WHERE r.id > :after AND r.id <= :upto AND r.ended_at IS NULL
   AND CONCAT(' ', w.procedures, ' ') NOT LIKE CONCAT('% ', r.kind, ':', r.id, ':', r.stage, ' %');

-- name: I13.over 工单上不留已经结束的程序
SELECT r.id AS subject
  FROM procedure_run r JOIN work_order w ON w.id = r.order_id
 WHERE r.id > :after AND r.id <= :upto AND r.ended_at IS NOT NULL
   AND w.procedures LIKE CONCAT('%:', r.id, ':%')
UNION
SELECT r.id AS subject
  FROM procedure_run r JOIN order_link l ON l.target_id = r.id AND l.target_kind = 'PROCEDURE'
       JOIN work_order w ON w.id = l.order_id
 WHERE r.id > :after AND r.id <= :upto AND (r.ended_at IS NOT NULL OR l.rel = 'LEFT')
   AND w.procedures LIKE CONCAT('%:', r.id, ':%');

-- name: I13.task 结束的程序没有还开着的任务
SELECT t.id AS subject
  FROM task t JOIN procedure_run r ON r.id = t.procedure_id
 WHERE r.id > :after AND r.id <= :upto AND t.state = 'OPEN' AND r.ended_at IS NOT NULL;

-- name: I13.helper 程序里开着的任务都让它的单位看得到工单
SELECT t.id AS subject
  FROM task t JOIN work_order w ON w.id = t.order_id
 WHERE w.id > :after AND w.id <= :upto AND t.state = 'OPEN' AND t.procedure_id IS NOT NULL
   AND CONCAT(' ', w.helpers, ' ') NOT LIKE CONCAT('% ', t.id, ':', t.unit_id, ' %');

-- name: I13.stale 工单上的协助单位都还有开着的任务
SELECT w.id AS subject
  FROM work_order w JOIN task t ON w.helpers LIKE CONCAT('%', t.id, ':%') AND t.order_id = w.id
 WHERE w.id > :after AND w.id <= :upto AND w.helpers <> '' AND t.state <> 'OPEN';

-- name: I13.clock 结束的程序没有还在走的时限
SELECT r.id AS subject
  FROM procedure_run r JOIN clock c ON c.order_id = r.id
 WHERE r.id > :after AND r.id <= :upto AND r.ended_at IS NOT NULL
   AND c.state IN ('RUNNING', 'PAUSED', 'AWAITING_CALENDAR');

-- name: I14.history 台账条目版本号等于它的事件数,事件从 1 起不缺号
SELECT i.id AS subject
  FROM ledger_item i LEFT JOIN event e ON e.stream_id = i.id
 WHERE i.id > :after AND i.id <= :upto
 GROUP BY i.id, i.version
HAVING COUNT(e.seq) <> i.version OR MIN(e.seq) <> 1 OR MAX(e.seq) <> i.version;

-- name: I14.orphan 每个台账事件都有它的条目
SELECT e.stream_id AS subject
  FROM event e LEFT JOIN ledger_item i ON i.id = e.stream_id
 WHERE e.stream_id > :after AND e.stream_id <= :upto AND e.stream_kind = 'ITEM' AND i.id IS NULL;

-- name: I14.ended 销号和不列入的条目不再占着唯一标记
SELECT i.id AS subject
  FROM ledger_item i
 WHERE i.id > :after AND i.id <= :upto
   AND ((i.state IN ('STRUCK', 'DROPPED') AND (i.open_key IS NOT NULL OR i.ended_at IS NULL))
     OR (i.state NOT IN ('STRUCK', 'DROPPED') AND i.ended_at IS NOT NULL));

-- name: I14.entry 在册的条目记在它的每张工单上,状态一致
SELECT i.id AS subject
  FROM ledger_item i JOIN order_link l ON l.target_id = i.id AND l.target_kind = 'ITEM' AND l.rel IN ('IN', 'JOINED')
       JOIN work_order w ON w.id = l.order_id
 WHERE i.id > :after AND i.id <= :upto AND i.state NOT IN ('STRUCK', 'DROPPED')
   AND w.state NOT IN ('DECLINED', 'MERGED', 'WITHDRAWN')
   AND CONCAT(' ', w.items, ' ') NOT LIKE CONCAT('% ', i.kind, ':', i.id, ':', i.state, ' %');

-- name: I14.count 条目里的工单数等于加入它的工单
SELECT i.id AS subject
  FROM ledger_item i
 WHERE i.id > :after AND i.id <= :upto
   AND i.orders_total <> (SELECT COUNT(DISTINCT l.order_id) FROM order_link l
                           WHERE l.target_id = i.id AND l.target_kind = 'ITEM' AND l.rel IN ('IN', 'JOINED'));

-- name: I15.open 在办工单都列在本街道的在办列表里,办完的不在
SELECT w.id AS subject
  FROM work_order w
 WHERE w.id > :after AND w.id <= :upto
   AND COALESCE(w.open_root, '') <> CASE WHEN w.state NOT IN (/*terminal*/) AND w.state <> 'CLOSED' THEN w.root_id ELSE '' END;

-- name: I15.marks 退单、不满意、疑难的标记与工单一致,办完的工单没有标记
SELECT w.id AS subject
  FROM work_order w
 WHERE w.id > :after AND w.id <= :upto
   AND ((CASE WHEN w.open_root IS NOT NULL AND w.unhappy > 0 THEN 1 ELSE 0 END)
          <> (SELECT COUNT(*) FROM order_mark m WHERE m.order_id = w.id AND m.mark = 'UNHAPPY' AND m.root_id = w.root_id)
     OR (CASE WHEN w.open_root IS NOT NULL AND CONCAT(' ', w.procedures) LIKE '% return:%' THEN 1 ELSE 0 END)
          <> (SELECT COUNT(*) FROM order_mark m WHERE m.order_id = w.id AND m.mark = 'RETURNS' AND m.root_id = w.root_id)
     OR (CASE WHEN w.open_root IS NOT NULL AND CONCAT(' ', w.items) LIKE '% hard:%' THEN 1 ELSE 0 END)
          <> (SELECT COUNT(*) FROM order_mark m WHERE m.order_id = w.id AND m.mark = 'HARD' AND m.root_id = w.root_id)
     OR (w.open_root IS NULL AND EXISTS (SELECT 1 FROM order_mark m WHERE m.order_id = w.id)));

-- name: I15.mine 在热线办办过一步的人,她的列表里都有这张在办工单
SELECT w.id AS subject
  FROM work_order w
 WHERE w.id > :after AND w.id <= :upto AND w.open_root IS NOT NULL
   AND (SELECT COUNT(DISTINCT e.actor_id) FROM event e
         WHERE e.stream_id = w.id AND e.actor_unit_id = w.office_unit_id AND e.actor_id <> 'SYSTEM')
    <> (SELECT COUNT(*) FROM order_mark m WHERE m.order_id = w.id AND m.mark = 'MINE');

-- name: I15.repeat 同一人一年内再次反映同一类事的在办工单都有重复标记,别的没有
SELECT x.id AS subject
  FROM work_order x JOIN order_private p ON p.order_id = x.id
 WHERE x.id > :after AND x.id <= :upto AND x.open_root IS NOT NULL
   AND (SELECT COUNT(*) FROM order_mark m WHERE m.order_id = x.id AND m.mark = 'REPEAT')
    <> CASE WHEN x.confidentiality <> 'ANONYMOUS'
             AND (EXISTS (SELECT 1 FROM work_order y WHERE y.filer_id = x.filer_id AND /*earlier*/)
               OR EXISTS (SELECT 1 FROM order_private q CROSS JOIN work_order y ON y.id = q.order_id
                           WHERE q.phone_bidx = p.phone_bidx AND /*earlier*/)) THEN 1 ELSE 0 END;

-- name: I15.words 每张工单都搜得到
SELECT w.id AS subject
  FROM work_order w LEFT JOIN order_words o ON o.order_id = w.id AND o.root_id = w.root_id
 WHERE w.id > :after AND w.id <= :upto AND o.order_id IS NULL
   AND EXISTS (SELECT 1 FROM shared_value v WHERE v.name = 'order-words.done');
