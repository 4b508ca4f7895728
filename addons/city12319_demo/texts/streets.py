"""What citizens call about: streets, cleaning, green, environment, planning."""

from .template import Template

MUNICIPAL = (
    Template(
        "event", "{place}路灯不亮", "{who}{place}路灯不亮，{when}开始，{detail}，晚上出行不安全。",
        ("连着三盏都是黑的", "一闪一闪快要坏了", "整段路都没有灯"),
        ("更换光源和镇流器，路灯已正常点亮。", "电缆接头烧坏，重新敷设后恢复照明。"),
        hours=(4, 30), condition="streetlight", component="路灯", department="streetlights",
    ),
    Template(
        "event", "{place}污水井盖缺失", "{who}{place}污水井盖不见了，{detail}，{when}发现，请马上处理。",
        ("有人插了根树枝提醒", "电动车差点摔进去", "井口就在人行道中间"),
        ("现场围护后一小时内补装井盖，加装防坠网。", "已补齐井盖，并对同路段井盖全面排查。"),
        hours=(1, 6), condition="cover_missing", component="污水井盖", department="drainage",
    ),
    Template(
        "event", "{place}下水道堵塞污水外溢", "{who}{place}下水道堵塞，污水外溢，{when}开始，{detail}。",
        ("臭味很大，行人绕着走", "已经漫到商铺门口", "油污结了厚厚一层"),
        ("疏通管道约40米，清掏检查井3座，路面冲洗干净。", "系餐饮油污堵塞，疏通后已告知商户加装隔油池。"),
        hours=(3, 16), condition="sewer_blocked", component="污水井盖", department="drainage",
    ),
    Template(
        "event", "{place}雨后积水严重", "{who}{place}一下雨就积水，{detail}，{when}尤其严重，希望疏通排水口。",
        ("最深处没过脚踝", "公交站台前无法站人", "雨水箅子被树叶堵住了"),
        ("清掏雨水箅子6处，积水已退，列入汛期重点巡查。", "雨水支管塌陷，已开挖更换，排水恢复。"),
        hours=(3, 24), condition="flooding", component="雨水箅子", department="drainage",
    ),
    Template(
        "event", "{place}路面坑洞", "{who}{place}机动车道有个坑，{detail}，{since}越来越大。",
        ("已经有两辆电动车摔倒", "有脸盆那么大", "坑里还露出了钢筋"),
        ("切割破损面并热料修补，面积约3平方米，已开放通行。", "当晚完成修补，对周边裂缝一并灌缝。"),
        hours=(8, 60), condition="pothole",
    ),
    Template(
        "complaint", "{place}人行道地砖松动", "{who}{place}人行道地砖松动，{detail}，{since}没人维修。",
        ("一踩就溅一身水", "老人容易绊倒", "盲道也断了一截"),
        ("重新铺设地砖12平方米，盲道已接通。", "更换破损地砖，基层夯实找平。"),
        hours=(16, 80), condition="paving",
    ),
    Template(
        "suggestion", "建议在{place}增设过街设施", "{who}{place}{detail}，建议增设人行横道或信号灯。",
        ("学生上学要横穿六车道", "公交站对面没有斑马线", "老年人过马路很困难"),
        ("已会同交警踏勘，列入下季度交通改善项目。", "经论证拟施划人行横道，已报方案审批。"),
        hours=(30, 120),
    ),
)

SANITATION = (
    Template(
        "event", "{place}垃圾成堆未清运", "{who}{place}垃圾堆放{detail}，{since}没有清运，苍蝇很多。",
        ("已经超出垃圾箱", "占了半边人行道", "还有不少装修废料"),
        ("当日清运垃圾约1.5吨，地面已冲洗消毒。", "增加清运班次，由每日一次调整为早晚各一次。"),
        hours=(2, 12), condition="rubbish", component="垃圾箱", department="collection",
    ),
    Template(
        "event", "{place}垃圾箱破损", "{who}{place}垃圾箱{detail}，{since}一直没换，污水流了一地。",
        ("箱门掉了", "被烧得变形", "底部烂穿"),
        ("已更换新垃圾箱一组，周边地面清洗干净。", "修复箱门并重新喷漆编号。"),
        hours=(6, 30), condition="bin", component="垃圾箱", department="collection",
    ),
    Template(
        "complaint", "{place}公厕卫生差", "{who}{place}公共厕所{detail}，{since}没人打扫。",
        ("地面湿滑异味重", "洗手池没有水", "三个隔间有两个堵了"),
        ("已全面保洁疏通，调整保洁频次并公示责任人电话。", "更换冲水阀两只，异味整改完毕。"),
        hours=(3, 14), condition="toilet", component="公共厕所",
    ),
    Template(
        "event", "{place}道路遗撒渣土", "{who}{place}路面有渣土遗撒，{detail}，{when}被车压得到处都是。",
        ("长约五十米", "扬尘很大", "电动车容易打滑"),
        ("洗扫车冲洗路面，遗撒已清除，并将线索移交执法部门。", "人工清扫后高压冲洗，路面恢复整洁。"),
        hours=(1, 6), condition="spill",
    ),
    Template(
        "event", "{place}小广告乱张贴", "{who}{place}墙面和灯杆上{detail}，{when}又贴满了，影响市容。",
        ("全是疏通管道的小广告", "喷了很多电话号码", "贴着租房广告"),
        ("清除小广告60余处，号码已移交停机处理。", "铲除并重新粉刷墙面约20平方米。"),
        hours=(4, 24), condition="stickers",
    ),
    Template(
        "complaint", "{place}清扫作业扬尘噪声", "{who}{place}环卫车凌晨作业{detail}，{since}每天都这样，希望调整时间。",
        ("音乐声太大", "四点多就吵醒全家", "清扫时不洒水灰尘很大"),
        ("调整该路段作业时间至六点以后，关闭提示音。", "已要求湿法作业并降低音量。"),
        hours=(6, 30), place="estate",
    ),
    Template(
        "other", "表扬{place}环卫工人", "{who}在{place}{detail}，感谢环卫工人，希望给予表扬。",
        ("遗失的钱包被捡到归还", "老人摔倒得到及时帮助", "暴雨中一直清理排水口"),
        ("已转达市民谢意，并通报表扬。", "感谢市民来电，已记录并转所属班组。"),
    ),
)

GREENING = (
    Template(
        "event", "{place}行道树倒伏", "{who}{place}一棵行道树{detail}，{when}倒在路上，请派人清理。",
        ("被大风刮倒", "被车撞断", "根部腐烂倒下来"),
        ("已锯断清运，恢复通行，树穴待补种。", "扶正支撑并修剪树冠，长势观察中。"),
        hours=(1, 6), condition="tree_down", component="行道树",
    ),
    Template(
        "complaint", "{place}树枝遮挡信号灯", "{who}{place}树枝长得太密，{detail}，{since}没有修剪。",
        ("把信号灯都挡住了", "伸进二楼住户窗户", "压着电线"),
        ("修剪行道树9株，遮挡已消除。", "会同相关单位完成修剪，枝叶当日清运。"),
        hours=(8, 40), condition="tree_sign", component="行道树",
    ),
    Template(
        "complaint", "{place}绿地被占用种菜", "{who}{place}绿化带{detail}，{since}越种越多，要求恢复绿地。",
        ("被人开荒种菜", "堆了花盆和木板", "围起来养鸡"),
        ("清除菜地约30平方米，补种麦冬草皮。", "劝导住户自行清理，已补植灌木。"),
        hours=(16, 80), place="estate",
    ),
    Template(
        "event", "{place}绿地护栏损坏", "{who}{place}绿地护栏{detail}，{when}发现。",
        ("倒了一片", "断了三节，尖头朝外", "被车撞变形"),
        ("更换护栏6米，已刷漆。", "焊接加固并清理断件。"),
        hours=(8, 48), component="绿地护栏",
    ),
    Template(
        "suggestion", "建议{place}增加休息座椅", "{who}{place}口袋公园{detail}，建议增设座椅和遮阴。",
        ("老人多没有地方坐", "夏天没有树荫", "健身器材旁没有座位"),
        ("已增设座椅4组，遮阴树列入秋季补植计划。", "建议已采纳，列入公园提升方案。"),
        hours=(30, 120),
    ),
)

ENVIRONMENT = (
    Template(
        "complaint", "{place}餐馆油烟扰民", "{who}{place}楼下餐馆{detail}，{since}油烟直冲居民窗户。",
        ("没有装净化器", "净化器从来不开", "排烟口正对二楼"),
        ("现场检查净化器未清洗，责令三日内整改，复查达标。", "已要求加高排烟管道并安装净化设施。"),
        hours=(10, 60), place="estate",
    ),
    Template(
        "complaint", "{place}工地夜间施工噪声", "{who}{place}工地{detail}，{since}夜里施工，无法休息。",
        ("十一点后还在浇筑", "切割声特别刺耳", "渣土车进进出出按喇叭"),
        ("责令停止夜间施工，未取得夜间施工许可，已立案处罚。", "约谈项目负责人，签订不再夜间施工承诺书。"),
        hours=(3, 20), condition="night_work", place="estate",
    ),
    Template(
        "event", "{place}焚烧垃圾冒黑烟", "{who}{place}有人焚烧{detail}，{when}冒黑烟，味道呛人。",
        ("废旧塑料", "树叶和杂物", "电线外皮"),
        ("现场扑灭并教育当事人，清理残留物。", "到场时火已熄灭，已清理并加强巡查。"),
        hours=(1, 5), condition="smoke",
    ),
    Template(
        "complaint", "{place}河道水体发黑", "{who}{place}河道{detail}，{since}水发黑发臭。",
        ("有管口往里排污水", "漂着一层油花", "有死鱼"),
        ("排查出混接排口1处，已封堵并清理水面。", "取样检测后实施换水，溯源排查中已锁定排口。"),
        hours=(20, 90), condition="water_black",
    ),
    Template(
        "consultation", "咨询装修噪声时段规定", "{who}{place}{detail}，想知道规定的施工时间。",
        ("楼上装修周末也在敲墙", "自家准备装修", "午休时能不能施工"),
        ("告知工作日早八点至十二点、下午二点至六点可施工，休息日禁止噪声作业。", "已告知规定，并建议先与物业协商。"),
        place="estate",
    ),
)

PLANNING = (
    Template(
        "complaint", "{place}违法搭建", "{who}{place}有人{detail}，{when}还在施工，请查处。",
        ("在楼顶搭建彩钢房", "在院内加盖一层", "把阳台外扩了两米"),
        ("下达停工通知，当事人已自行拆除。", "认定为违法建设，已依法拆除约20平方米。"),
        hours=(24, 110), place="estate", department="enforcement",
    ),
    Template(
        "consultation", "咨询{place}周边规划", "{who}{place}旁边的空地{detail}，想了解规划。",
        ("听说要建变电站", "围起来很久没有动工", "规划的学校什么时候建"),
        ("告知可在规划展示中心和网站查询控制性详细规划。", "告知该地块为教育用地，目前处于前期手续阶段。"),
        place="estate",
    ),
    Template(
        "suggestion", "建议{place}增加公共停车位", "{who}{place}一带{detail}，建议利用闲置地块建停车场。",
        ("晚上车位一位难求", "车都停到人行道上", "来办事的人绕几圈找不到车位"),
        ("已纳入停车专项规划，先行施划临时泊位32个。", "会同街道核查闲置地块，拟建临时停车场。"),
        hours=(30, 120),
    ),
    Template(
        "complaint", "{place}项目日照遮挡", "{who}{place}北侧在建楼房{detail}，担心采光受影响，要求公开审批资料。",
        ("比公示的高出两层", "离住宅太近", "没有看到规划公示牌"),
        ("现场核验与批准方案一致，已向住户代表出示日照分析报告。", "已补设规划公示牌，并安排技术人员接待住户。"),
        hours=(24, 100), place="estate",
    ),
)
