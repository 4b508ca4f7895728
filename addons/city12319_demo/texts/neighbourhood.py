"""What citizens call about: homes, order in the streets, property management, building quality, other things."""

from .template import Template

HOUSING = (
    Template(
        "event", "{place}老楼外墙脱落", "{who}{place}外墙瓷砖{detail}，{when}掉到人行道，没有砸到人。",
        ("成片脱落", "空鼓严重", "掉下来砸坏了一辆车"),
        ("设置警戒区，清除空鼓墙砖，外墙维修方案已报批。", "已安排专业队伍排险，安装防护网。"),
        hours=(6, 40), condition="facade", place="estate",
    ),
    Template(
        "complaint", "{place}公租房屋顶漏雨", "{who}{place}住户屋顶漏雨，{detail}，{since}报修一直没人来。",
        ("衣柜都被淋湿", "墙面发霉", "灯座里滴水"),
        ("重做屋面防水25平方米，闭水试验不渗漏。", "更换破损瓦片并疏通天沟，已恢复。"),
        hours=(14, 80), place="estate",
    ),
    Template(
        "consultation", "咨询公租房申请条件", "{who}目前租住在{place}，{detail}，想问申请公租房需要什么条件。",
        ("是外来务工人员", "家庭收入较低", "刚大学毕业参加工作"),
        ("告知收入和住房条件，材料报街道住房保障窗口初审。", "已告知申请时间、材料及网上申报入口。"),
        place="estate",
    ),
    Template(
        "complaint", "{place}群租房消防隐患", "{who}{place}有一套房{detail}，{since}人员进进出出，要求整治。",
        ("隔成了八个小间", "厨房里住人", "楼道停满电动车充电"),
        ("联合检查后拆除隔断，清退租户，已告知房主。", "清理楼道电动车11辆，房主签订整改承诺。"),
        hours=(20, 90), place="estate",
    ),
    Template(
        "consultation", "咨询住宅维修资金使用", "{who}{place}{detail}，想问怎么申请使用维修资金。",
        ("电梯需要大修", "外墙渗水住户多", "业主委员会还没有成立"),
        ("告知须经专有部分面积和人数双过半业主同意，由物业申报。", "告知应急维修可走绿色通道，材料清单已发送。"),
        place="estate",
    ),
)

ENFORCEMENT = (
    Template(
        "event", "{place}占道经营", "{who}{place}有{detail}，{since}占着人行道，行人只能走车道。",
        ("十几个水果摊", "流动餐车", "店家把货摆到门外"),
        ("劝离流动摊贩9处，安排定点值守。", "店外物品已收回店内，发放告知书。"),
        hours=(1, 6), condition="vendor",
    ),
    Template(
        "complaint", "{place}露天烧烤", "{who}{place}露天烧烤{detail}，{since}每晚到凌晨，烟大又吵。",
        ("桌子摆到路中间", "炭火烟熏得窗户不敢开", "顾客大声划拳"),
        ("暂扣烧烤炉具一套，经营者已入室经营。", "联合夜查，露天桌椅已全部撤除。"),
        hours=(2, 10), condition="barbecue",
    ),
    Template(
        "event", "{place}机动车乱停放", "{who}{place}人行道上{detail}，{since}天天如此。",
        ("停满了小汽车", "有货车长期停放", "消防通道被堵死"),
        ("抄告违停车辆14辆，拖离2辆，增设隔离桩。", "联系车主挪车，消防通道已畅通。"),
        hours=(1, 8), department="traffic",
    ),
    Template(
        "complaint", "{place}广场舞音响扰民", "{who}{place}广场舞{detail}，{since}持续到晚上十点，要求管理。",
        ("音响开得很大", "两支队伍比着放", "学生没法写作业"),
        ("劝导队伍缩短时间、降低音量，签订文明公约。", "安装噪声显示屏，安排人员晚间巡查。"),
        hours=(4, 24), place="estate",
    ),
    Template(
        "complaint", "{place}违规户外广告", "{who}{place}户外广告牌{detail}，{since}摇摇欲坠。",
        ("没有审批手续", "灯光整夜刺眼", "铁架已经锈蚀"),
        ("责令拆除超期广告牌一块，现场已清理。", "加固支架，夜间十点后关闭灯光。"),
        hours=(10, 60), condition="billboard",
    ),
    Template(
        "complaint", "{place}施工围挡占道无证", "{who}{place}{detail}，{when}把路围了起来，也没有公示牌。",
        ("商铺装修围挡占了整条人行道", "路口开挖没有标志", "建筑材料堆在路上"),
        ("查实未办占道手续，责令限期清除并罚款。", "补办手续并缩减围挡范围，设置公示牌。"),
        hours=(6, 40),
    ),
)

PROPERTY = (
    Template(
        "complaint", "{place}电梯故障频繁", "{who}{place}电梯{detail}，{since}修了又坏，老人上下楼困难。",
        ("困人两次", "按键失灵", "运行时抖动厉害"),
        ("更换门机控制板，经检验合格后恢复运行。", "启动维修资金更换曳引绳，试运行三日正常。"),
        hours=(8, 60), condition="elevator", place="estate",
    ),
    Template(
        "complaint", "{place}物业服务不到位", "{who}{place}物业{detail}，{since}多次反映没有改进。",
        ("楼道半个月没有打扫", "门禁坏了不修", "保安经常不在岗"),
        ("约谈物业负责人，限期整改，社区回访已落实。", "物业公示整改清单，保洁和门禁已恢复。"),
        hours=(12, 72), place="estate",
    ),
    Template(
        "complaint", "{place}公共收益不公开", "{who}{place}业主反映{detail}，{since}多次要求物业公示账目。",
        ("停车费收入从不公布", "电梯广告收入去向不明", "公共用房出租没有说法"),
        ("督促物业在公告栏公示近两年收支，业主代表已核对。", "物业已公示账目，余额转入公共账户。"),
        hours=(20, 96), place="estate",
    ),
    Template(
        "event", "{place}化粪池外溢", "{who}{place}小区化粪池外溢，{when}开始，{detail}。",
        ("楼下臭气熏天", "污水流到儿童游乐区", "一楼住户马桶返水"),
        ("抽排清掏化粪池两座，场地冲洗消毒。", "疏通出口管道，物业已签订定期清掏合同。"),
        hours=(2, 14), place="estate",
    ),
    Template(
        "consultation", "咨询业主委员会成立程序", "{who}{place}{detail}，想问怎样成立业主委员会。",
        ("入住率已过半", "上一届任期满了没有换届", "开发商迟迟不移交资料"),
        ("告知由百分之二十以上业主联名向街道申请，街道指导筹备。", "已告知换届程序和社区联系电话。"),
        place="estate",
    ),
    Template(
        "complaint", "{place}停车收费争议", "{who}{place}{detail}，{since}与物业争执不下，请协调。",
        ("地面车位突然涨价", "业主买了车位还要交管理费", "访客停车半小时也收费"),
        ("经协调恢复原收费标准，涨价须经业主大会表决。", "物业已按备案价格公示收费，多收费用退还。"),
        hours=(12, 72), place="estate",
    ),
)

BUILDING = (
    Template(
        "complaint", "{place}新房墙体开裂", "{who}{place}新房交付后墙体{detail}，{since}越来越明显，要求鉴定。",
        ("出现贯通裂缝", "多处空鼓", "窗角斜裂"),
        ("检测为温度收缩裂缝，不影响结构，开发商已挂网修补。", "责成施工单位返修，复验合格。"),
        hours=(24, 110), place="estate",
    ),
    Template(
        "complaint", "{place}地下车库渗水", "{who}{place}地下车库{detail}，{since}一下雨就渗水。",
        ("顶板滴水腐蚀车漆", "地面积水没过鞋面", "排水泵坏了"),
        ("注浆堵漏14处，水泵已更换，雨后复查无渗水。", "督促建设单位重做变形缝防水。"),
        hours=(20, 96), place="estate",
    ),
    Template(
        "event", "{place}工地塔吊隐患", "{who}{place}工地塔吊{detail}，{since}从居民楼上方经过。",
        ("吊着钢筋越过围墙", "大风天还在作业", "底座附近有积水"),
        ("责令停用整改，调整回转限位，复查合格后启用。", "检查安全记录齐全，已要求大风天停止作业。"),
        hours=(4, 24),
    ),
    Template(
        "complaint", "{place}外墙保温层起鼓", "{who}{place}外墙保温层{detail}，{since}担心掉落伤人。",
        ("大面积起鼓", "被风吹得呼呼响", "已经掉了一块"),
        ("施工单位保修期内返修约80平方米。", "先行拆除松动部分，设置警戒，返修方案已审定。"),
        hours=(24, 100), place="estate",
    ),
    Template(
        "consultation", "咨询房屋质量保修期限", "{who}{place}{detail}，想问哪些部位还在保修期内。",
        ("卫生间渗水到楼下", "入住第三年外窗漏风", "电线经常跳闸"),
        ("告知屋面防水和卫生间五年、电气管线两年，可向建设单位报修。", "已告知保修年限，并提供投诉材料模板。"),
        place="estate",
    ),
)

OTHER = (
    Template(
        "event", "{place}通信井盖损坏", "{who}{place}通信井盖{detail}，{when}发现，请联系权属单位。",
        ("碎了一块", "整个翘起来", "和路面高差五厘米"),
        ("权属单位已更换井盖并调平。", "已更换复合材料井盖，周边路面修补。"),
        hours=(3, 20), component="通信井盖", department="telecom",
    ),
    Template(
        "event", "{place}交通标志牌歪斜", "{who}{place}交通标志牌{detail}，{since}看不清指示。",
        ("被撞歪", "转了方向", "整块掉在绿化带里"),
        ("重新安装固定标志牌。", "更换立杆和标志牌一套。"),
        hours=(5, 30), component="交通标志牌", department="traffic",
    ),
    Template(
        "complaint", "{place}公交站牌信息有误", "{who}{place}公交站牌{detail}，{since}没有更新，容易坐错车。",
        ("线路已改还是旧站名", "电子屏一直黑屏", "首末班时间不对"),
        ("已转公交企业更新站牌信息。", "电子屏维修完毕，信息已更新。"),
        hours=(10, 60), department="traffic",
    ),
    Template(
        "other", "来电询问其他部门电话", "{who}家住{place}，{detail}，想要联系方式。",
        ("要办老年证", "想问医保缴费", "孩子入学登记"),
        ("已告知对应部门电话和办公时间。", "不属本热线受理范围，已告知政务服务热线。"),
        place="estate",
    ),
    Template(
        "suggestion", "对热线服务的建议", "{who}住在{place}，建议热线{detail}。",
        ("增加短信告知办理进度", "夜间多安排接线员", "回访时说明处理依据"),
        ("感谢市民建议，已记录并报值班长研究。", "建议已采纳，短信告知功能正在建设。"),
        place="estate", on_the_spot=True,
    ),
)
