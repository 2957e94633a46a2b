/**
 * The class tree a new installation starts with, as a table a clerk can read and a spreadsheet can hold.
 * Two digits open a first level, four a second level; a leaf has
 * `code|service_code|name|urgency|marks|words residents use`.
 * Urgency L1 (at once) … L4 (ordinary). Marks: D dispute between parties (mediation may fit), C shown to the
 * hotline office only unless the resident decides otherwise, E asked by enterprises.
 * Written for this product; no conformity with any standard is claimed. A code once used is never reused.
 */
export const CLASS_TABLE = `
01|城市管理
0101|市容环境
010101|street_vendors|流动摊贩|L3||摆摊 小贩 小吃摊 地摊 夜市 早点摊 推车叫卖
010102|road_occupation|占道经营|L3||店外经营 出店 占人行道 占盲道 桌椅摆到路上 堵路 摆到马路
010103|exposed_garbage|暴露垃圾|L3||垃圾堆 乱扔垃圾 脏乱差 没人打扫 卫生差 垃圾满地
010104|garbage_collection|垃圾清运|L3||垃圾桶满 垃圾不清 垃圾车 清运不及时 建筑垃圾 装修垃圾 大件垃圾
010105|illegal_posters|乱贴小广告|L4||牛皮癣 小广告 乱涂乱画 开锁广告
010106|outdoor_signs|户外广告招牌|L3||店招 灯箱 广告牌 招牌松动 霓虹灯刺眼
010107|public_toilets|公共厕所|L4||公厕 厕所脏 厕所臭 没水冲
010108|dogs|不文明养犬|L3||遛狗不牵绳 狗叫 狗屎 烈性犬 流浪狗 狗咬人
0102|违法建设
010201|illegal_building|违章搭建|L3|C|违建 违章建筑 搭棚 楼顶加盖 阳光房 私搭乱建 圈地
010202|illegal_alteration|违章改建|L3|C|改电箱 电箱 移电表 拆墙 开门 住改商 改管道 封阳台
010203|illegal_digging|私挖地下空间|L2|C|挖地下室 挖坑 下挖 私挖
0103|停车秩序
010301|ebike_parking|电动车乱停放|L3||电瓶车乱停 电动车堵门 电动车占道 非机动车 门口停满
010302|car_parking|机动车乱停放|L3||违停 乱停车 挡路 堵车库 压盲道 车停人行道
010303|shared_bikes|共享单车乱停|L4||共享单车 共享电动车 单车堆积
010304|parking_spaces|停车位|L4||停车难 车位不够 没地方停 抢车位 地锁 车位收费
010305|abandoned_cars|僵尸车|L4||废弃车 长期不动 破车 占车位
010306|ebike_charging|电动车充电桩|L4||充电桩 充电柜 没地方充电 充电棚
0104|市政设施
010401|manhole_covers|井盖缺损|L1||井盖 窨井盖 井盖没了 井盖松动 塌陷 坑洞
010402|street_lamps|路灯不亮|L3||路灯 灯坏了 黑灯 没有灯 灯杆
010403|road_repair|道路整修|L3||路面破损 坑洼 修路 路不平 人行道砖 积尘 断头路
010404|barriers|护栏隔离设施|L3||护栏 隔离栏 石墩 栏杆坏
02|住房城乡建设
0201|物业管理
020101|property_service|物业服务|L4|D|物业 物业不管 物业态度 保安 保洁 物业不作为
020102|property_fees|物业收费|L4|D|物业费 停车费 公摊 乱收费 水电加价
020103|elevators|电梯故障|L2||电梯 电梯坏 困人 电梯停运 电梯异响
020104|corridor_clutter|楼道堆物|L3||楼道杂物 楼梯间 堆纸箱 鞋柜 楼道堵 堆放杂物 过道 楼梯
020105|hallway_pets|楼道养猫异味|L3|D|养猫 猫味 猫屎 楼道臭 养鸡 养宠物异味 猫
020106|hallway_lights|楼道照明|L4||楼道灯 声控灯 感应灯 楼梯灯
020107|maintenance_fund|维修资金|L4||维修基金 大修 公共维修
020108|owners_committee|业主委员会|L4|D|业委会 业主大会 选举 换物业
020109|gates|小区门禁|L4||门禁 大门 道闸 围墙 单元门
0202|房屋与老旧小区
020201|estate_renewal|老旧小区改造|L4||老小区 旧改 改造 外墙翻新 雨污分流 加保温
020202|new_elevators|加装电梯|L4|D|加电梯 装电梯 不同意加装
020203|roof_leaks|房屋漏水|L3|D|漏水 渗水 楼上漏水 屋顶漏 墙发霉 天花板
020204|falling_facade|外墙脱落|L1||墙皮掉 外墙砖 瓷砖脱落 保温层 掉东西
020205|dangerous_houses|危房|L2||危房 裂缝 房屋倾斜 要塌
020206|building_quality|房屋质量|L4|D|质量问题 交房 开发商 精装修
020207|house_titles|房产办证|L4||房产证 不动产证 办证
0203|租赁与装修
020301|rent_deposit|租房退押金|L4|D|押金 退租 房东不退 中介 租房 二房东
020302|group_letting|群租房|L3|C|群租 隔断 一套住很多人 民宿 日租房
020303|unsafe_decoration|装修破坏结构|L2|C|砸承重墙 承重墙 敲墙 拆梁
020304|construction_sites|工地管理|L3||工地 围挡 渣土车 泥土上路 塔吊
0204|水电气热供应
020401|power_cuts|停电|L1||停电 跳闸 没电 电压低 供电
020402|gas_supply|燃气供应|L1||燃气 煤气 漏气 停气 天然气 煤气味
020403|heating|供暖|L2||暖气 不热 供热 温度低
03|市场管理
0301|登记许可
030101|business_licences|营业执照办理|L4|E|营业执照 开店 注册公司 注销 个体户 变更
030102|catering_permits|餐饮许可办理|L4|E|食品经营许可 卫生许可 开饭店 许可证
030103|unlicensed_trade|无证经营|L3|C|无照 没有执照 黑作坊 没证
0302|消费维权
030201|consumer_disputes|消费纠纷|L4|D|退货 退款 售后 假一赔十 不给退 商家
030202|prepaid_cards|预付卡退费|L4|D|健身卡 会员卡 美容卡 跑路 办卡 充值
030203|fake_goods|假冒伪劣|L3|C|假货 假烟 假酒 三无产品 过期
030204|prices|价格收费|L4||乱涨价 明码标价 宰客 多收钱 短斤少两
030205|food_safety|食品安全|L2|C|吃坏肚子 食物中毒 变质 异物 后厨脏 外卖 食品卫生
0303|企业服务
030301|firm_policies|惠企政策|L4|E|补贴 优惠政策 奖补 减免 申报
030302|firm_sites|企业用地用房|L4|E|厂房 办公场地 租金减免 用地 写字楼
030303|firm_finance|企业融资|L4|E|贷款 融资 担保 资金周转
030304|firm_surroundings|企业周边环境|L3|E|厂门口 园区道路 招工 配套 员工停车
04|交通运输
0401|交通出行
040101|buses|公交出行|L4||公交 站台 线路 等车久 公交站
040102|traffic_jams|交通拥堵|L3||堵车 上下学堵 路口堵 接送孩子
040103|traffic_lights|交通信号灯|L2||红绿灯 信号灯坏 绿灯时间 黄灯
040104|road_signs|标志标线|L4||斑马线 减速带 停车线 限速牌 反光镜 单行
040105|taxis|出租网约车|L4||打车 拒载 网约车 黑车 绕路
05|生态环境
0501|噪声
050101|loudspeakers|喇叭噪音扰民|L3||喇叭 音响 叫卖 高音喇叭 促销 噪音 吵 音乐声
050102|decoration_noise|装修噪音扰民|L3|D|装修 电钻 午休 周末装修 噪音 吵 敲打
050103|site_noise|施工噪音扰民|L3||夜间施工 半夜施工 打桩 挖机 噪音 吵 睡不着 工地吵
050104|square_dancing|广场舞噪音|L3||广场舞 跳舞 唱歌 K歌 噪音 吵
050105|neighbour_noise|邻里噪音|L3|D,C|楼上 脚步声 拖椅子 弹琴 孩子跑跳 噪音 吵 邻居
050106|equipment_noise|设备噪音|L3||空调外机 水泵 变压器 排风机 嗡嗡 低频 噪音
0502|空气与污染
050201|cooking_fumes|餐饮油烟|L3||油烟 烧烤 烟味 排烟管 饭店油烟
050202|dust|扬尘|L3||灰尘 扬尘 土 雾炮 沙尘
050203|smells|异味扰民|L3||臭味 异味 刺鼻 油漆味 臭
050204|open_burning|露天焚烧|L2||烧垃圾 烧树叶 冒烟 焚烧
06|劳动和社会保障
0601|劳动权益
060101|unpaid_wages|欠薪|L2|C|拖欠工资 不发工资 讨薪 农民工 工钱 欠工资
060102|labour_contracts|劳动合同纠纷|L4|D,C|辞退 开除 赔偿 加班 合同 试用期
060103|work_injuries|工伤|L3|D|工伤 受伤 工地摔伤
0602|社会保险与就业
060201|social_insurance|社会保险|L4||社保 养老保险 断缴 补缴 退休金
060202|jobs|就业创业|L4||找工作 失业 招聘 培训 创业补贴 失业金
07|教育
0701|教育服务
070101|school_places|入学入园|L4||学区 上学 报名 转学 幼儿园 入园
070102|training_refunds|校外培训退费|L4|D|培训班 补习班 退学费 辅导班 机构跑路
070103|campus_safety|校园安全|L2||校门口 学校食堂 校园欺凌 校车
070104|after_school|课后服务|L4||托管 延时班 课后 作业
08|医疗卫生
0801|医疗卫生服务
080101|clinics|社区卫生服务|L4||社区医院 卫生服务站 挂号 家庭医生 体检
080102|vaccines|疫苗接种|L4||疫苗 打针 接种
080103|medical_disputes|医疗纠纷|L3|D,C|医疗事故 误诊 医院态度 医闹
080104|medical_insurance|医疗保险|L4||医保 报销 异地就医 医保卡
080105|pests|病媒防制|L4||老鼠 蟑螂 蚊子 白蚁 蚊虫 消杀
080106|public_smoking|公共场所吸烟|L4||抽烟 吸烟 电梯里抽烟 烟头
09|民政
0901|民生保障
090101|elderly_care|养老服务|L4||老人 养老院 助餐 居家养老 老年食堂 高龄津贴
090102|relief|低保救助|L4|C|低保 困难 救助 补助 临时救助 特困
090103|disability|残疾人服务|L4||残疾证 轮椅 无障碍 坡道 残疾
090104|homeless|流浪乞讨|L2||流浪 乞讨 露宿 走失
090105|funerals|殡葬祭扫|L3||烧纸 祭扫 哀乐 灵棚 丧事 中元节
090106|community_affairs|社区事务|L4||居住证明 盖章 居委会 社区办事 开证明
10|公共安全
1001|消防安全
100101|fire_lanes|消防通道占用|L2||消防通道 堵消防 占消防 生命通道 消防车进不来 安全出口 楼梯间堵
100102|fire_equipment|消防设施损坏|L2||灭火器 消防栓 消火栓 没水 烟感 器材 过期
100103|flying_wire_charging|飞线充电|L2||飞线 私拉电线 从楼上拉线 拉线充电 插线板 窗户拉线
100104|ebikes_indoors|电动车进楼|L2||电瓶车上楼 电动车进电梯 楼道充电 入户充电 电池进屋
100105|electrical_hazards|用电隐患|L2||电线老化 裸露电线 漏电 电箱冒火 火花
1002|人身安全
100201|falling_objects|高空抛物|L1|C|高空抛物 扔东西 楼上扔 烟头掉 花盆
100202|hanging_cables|线缆垂落|L1||电线掉 线垂下来 电线杆倾斜 断线 低垂
100203|fireworks|烟花爆竹|L2||放炮 鞭炮 烟花 禁放
100204|public_order|治安秩序|L2|C|打架 闹事 盗窃 小偷 骚扰 赌博 棋牌室
100205|scams|诈骗线索|L2|C|诈骗 被骗 传销 非法集资 骗子
11|科体文宣
1101|文体设施
110101|fitness_equipment|健身器材|L3||健身器材 器材坏 篮球场 儿童滑梯 运动场
110102|culture_places|文化场所活动|L4||图书馆 文化活动 阅览室 活动室 书屋
110103|notice_boards|宣传栏|L4||宣传栏 公示栏 横幅 展板
12|农业农村
1201|农业与动物
120101|poultry|违规饲养家禽|L3||养鸡 养鸭 养鹅 鸡叫 家禽 打鸣
120102|animal_disease|动物防疫|L3||狂犬 死猪 死禽 动物尸体 防疫
120103|farm_markets|农贸市场|L4||菜市场 农贸市场 摊位 菜场脏
13|水务
1301|供水
130101|water_cuts|停水|L1||停水 没水 断水
130102|water_quality|水质水压|L3||水压 水黄 水浑 水小 二次供水 水质
130103|burst_pipes|水管爆裂|L1||爆管 水管破 喷水 跑水 漏水 路面冒水
1302|排水
130201|blocked_sewers|下水道堵塞|L2||下水道 污水 堵塞 反水 冒溢 化粪池 管道堵
130202|flooding|积水内涝|L1||积水 内涝 下雨淹 水淹 雨水篦子 地库进水
130203|rivers|河道水环境|L3||河水臭 黑臭 河道垃圾 排污 死鱼
14|园林绿化
1401|绿化管护
140101|tree_pruning|树木修剪|L3||树枝 挡窗户 遮光 修剪 树太高 挡路灯
140102|fallen_trees|树木倒伏|L1||树倒 断枝 枯树 树要倒 砸车
140103|damaged_green|毁绿种菜|L4||种菜 毁绿 踩草坪 绿化带 占绿地
140104|parks|公园广场|L4||公园 广场 长椅 步道 喷泉
140105|plant_pests|绿化病虫害|L4||虫子 毛毛虫 美国白蛾 飞絮 打药
15|通信管理
1501|通信服务
150101|broadband|宽带通信|L4||宽带 网速 断网 光纤 移动 电信 联通 装不了宽带
150102|mobile_signal|手机信号|L4||信号差 没信号 打不通 基站
150103|messy_cables|通信线缆杂乱|L3||线缆 蜘蛛网线 乱拉网线 通信杆 废线
16|退役军人事务
1601|退役军人服务
160101|veteran_benefits|优抚待遇|L4||退役 军属 优抚 抚恤金 优待证 光荣牌
160102|veteran_jobs|退役安置就业|L4||退伍 安置 转业 复员
`;
