"""What citizens call about: water, power, gas, heating."""

from .template import Template

WATER = (
    Template(
        "event", "{place}自来水管漏水", "{who}{place}地下自来水管漏水，{when}开始，{detail}，请尽快派人抢修。",
        ("水已经流到机动车道上", "附近几栋楼水压明显变小", "路面被水泡得有些下沉"),
        ("已关阀开挖，更换破损管段约2米，现已恢复供水并回填路面。", "接头松脱引起漏水，已更换接头，试水正常。"),
        hours=(2, 12), condition="leak", component="供水井盖", department="pipes",
    ),
    Template(
        "event", "{place}供水井盖破损", "{who}{place}供水井盖{detail}，{when}就有人发现，夜里行人经过很危险。",
        ("裂成两半", "缺了一角", "被重车压得塌下去了"),
        ("已更换同规格球墨铸铁井盖，并加装防坠网。", "现场先行围护，当日更换井盖，车辆通行正常。"),
        hours=(2, 10), condition="water_cover", component="供水井盖", department="pipes",
    ),
    Template(
        "complaint", "{place}停水未提前通知", "{who}{place}{when}突然停水，没有通知，{detail}，希望说明原因。",
        ("家里有老人和婴儿用水困难", "楼下早餐店没法营业", "水箱也已经放空"),
        ("因阀门故障临时停水，已修复并致歉，今后提前张贴告示。", "抢修结束，已恢复供水，物业已协助逐户告知。"),
        hours=(3, 16), place="estate",
    ),
    Template(
        "complaint", "{place}自来水发黄有异味", "{who}{place}{when}自来水发黄，{detail}，不敢饮用，请检测水质。",
        ("放了十几分钟还是浑的", "烧开后有沉淀", "有一股铁锈味"),
        ("已对管网末梢排放冲洗，取样检测各项指标合格。", "系楼内老旧立管锈蚀所致，已冲洗水箱并建议物业更换立管。"),
        hours=(6, 30), place="estate",
    ),
    Template(
        "complaint", "{place}水费异常偏高", "{who}{place}住户上个周期水费{detail}，怀疑水表不准，要求复核。",
        ("比平时多出三倍", "从三十多元涨到一百多元", "家里没人住也产生了水费"),
        ("上门校验水表误差在允许范围内，查明系马桶水箱内漏，已告知用户。", "系抄表录入有误，差额已退回用户账户。"),
        hours=(10, 60), place="estate",
    ),
    Template(
        "consultation", "咨询自来水报装过户手续", "{who}{place}的房屋{detail}，需要带哪些材料，到哪里办理。",
        ("刚买下，想办用水过户", "要新装一户一表", "多年没住，想恢复供水"),
        ("告知带身份证、房产证明到供水营业厅办理，两日内上门。", "告知可在营业厅或网上办理，并已说明所需材料。"),
        place="estate",
    ),
)

POWER = (
    Template(
        "event", "{place}电线杆倾斜", "{who}{place}一根电线杆{detail}，{when}发现，担心倒下来砸到人。",
        ("向人行道一侧倾斜", "被货车撞歪了", "根部水泥已经开裂"),
        ("现场加装拉线并扶正电杆，基础已重新浇筑。", "已设置警戒，更换电杆一根，线路运行正常。"),
        hours=(3, 20), condition="pole", department="powerco",
    ),
    Template(
        "complaint", "{place}频繁跳闸停电", "{who}{place}{since}频繁跳闸，{detail}，影响正常生活，希望彻底解决。",
        ("一天停了三四次", "电梯也停在半路", "空调一开就跳"),
        ("台区变压器过载，已调整负荷分配，并列入增容计划。", "更换老化的低压开关，跟踪两日未再跳闸。"),
        hours=(8, 48), place="estate", department="powerco",
    ),
    Template(
        "event", "{place}线缆垂落", "{who}{place}有线缆垂落，{detail}，{when}就是这样，存在安全隐患。",
        ("离地面不到两米", "已经拖到人行道上", "被大车挂断了半截"),
        ("经核实为低压进户线，已重新固定架设。", "线缆已收紧捆扎并加装标识牌。"),
        hours=(2, 12), condition="cable", department="powerco",
    ),
    Template(
        "complaint", "{place}配电箱门敞开", "{who}{place}配电箱门{detail}，{since}没有人管，附近小孩多，请尽快处理。",
        ("一直敞开，里面线头外露", "锁坏了关不上", "被人撬开过"),
        ("已更换箱门和锁具，张贴警示标志。", "箱体修复并上锁，责任人每周巡查一次。"),
        hours=(3, 16), component="路灯配电箱", department="streetlights",
    ),
    Template(
        "consultation", "咨询充电桩报装", "{who}住在{place}，{detail}，不清楚找谁办理。",
        ("想在自家车位装充电桩", "物业说要先问供电部门", "老小区能不能增加公共充电桩"),
        ("告知先由物业出具同意施工证明，再到供电营业厅申请报装。", "已告知公共充电桩规划情况及申请渠道。"),
        place="estate",
    ),
)

GAS = (
    Template(
        "event", "{place}疑似燃气泄漏", "{who}{place}{when}闻到燃气味，{detail}，请马上派人检查。",
        ("井盖缝里味道最重", "楼道里味道越来越浓", "旁边正在施工挖沟"),
        ("检测发现法兰接口微漏，已更换垫片，复测浓度为零。", "现场检测未见泄漏，气味来自下水道，已告知住户。"),
        hours=(1, 5), condition="gas_leak", component="燃气井盖",
    ),
    Template(
        "event", "{place}燃气井盖松动异响", "{who}{place}燃气井盖松动，{detail}，{when}开始影响休息。",
        ("车一压就响", "夜里响声特别大", "井盖比路面低了一截"),
        ("加装防震垫圈并调平井盖，异响消除。", "井座破损，已更换井座井盖一套。"),
        hours=(6, 30), condition="gas_cover", component="燃气井盖",
    ),
    Template(
        "complaint", "{place}燃气施工后路面未恢复", "{who}{place}燃气管道施工结束后路面{detail}，{since}一直没人恢复。",
        ("只用碎石简单填埋", "留下一条十几米长的沟槽", "垫的钢板高低不平"),
        ("已完成沥青面层恢复，现场清理完毕。", "督促施工单位完成路面恢复，并验收合格。"),
        hours=(20, 90),
    ),
    Template(
        "complaint", "{place}燃气安检员未按约上门", "{who}{place}住户预约燃气安检，{detail}，希望重新安排。",
        ("等了一上午没有人来", "连续两次改时间", "来人没有出示证件"),
        ("已向用户致歉，当日补做入户安检，未发现隐患。", "对安检员作批评教育，并与用户另约时间完成安检。"),
        hours=(5, 30), place="estate",
    ),
    Template(
        "consultation", "咨询管道燃气开通", "{who}{place}{detail}，想了解开通流程和费用。",
        ("新房交付后燃气一直没有开通", "老楼什么时候能通管道气", "停用两年后想重新启用"),
        ("告知集中点火时间及网上预约方式，已登记用户信息。", "告知该楼栋已列入今年改造计划，开工前社区会通知。"),
        place="estate",
    ),
)

HEATING = (
    Template(
        "event", "{place}供热管道井冒水", "{who}{place}供热管道井往外冒水，{when}开始，{detail}。",
        ("水有些烫手", "水顺着路边流了几十米", "井盖周围都是水汽"),
        ("更换破损补偿器，管道试压合格，积水已抽排。", "关闭分支阀门，焊补渗漏点，运行正常。"),
        hours=(3, 18), condition="heating_leak", component="热力井盖",
    ),
    Template(
        "complaint", "{place}换热站噪声扰民", "{who}{place}旁边的换热站{detail}，{since}持续有噪声，要求降噪。",
        ("水泵声音夜里特别明显", "一楼住户家里都有震感", "检修时一直敲打到深夜"),
        ("水泵加装减震垫和隔声罩，夜间实测噪声达标。", "调整检修时段，夜间不再作业。"),
        hours=(12, 60), place="estate",
    ),
    Template(
        "complaint", "{place}供热管沟施工占道", "{who}{place}供热管网改造{detail}，{since}占着半幅路，出行不便。",
        ("围挡围了很久不见施工", "没有设置行人通道", "渣土一直没有清运"),
        ("已压缩围挡范围，增设行人通道，清运渣土。", "督促施工单位加快进度，路面提前三天恢复通行。"),
        hours=(10, 48),
    ),
    Template(
        "complaint", "{place}暖气立管漏水", "{who}{place}楼内暖气立管漏水，{detail}，{when}就报过修没人来。",
        ("把楼下天花板泡了", "用盆接都接不过来", "墙皮大片脱落"),
        ("上门更换锈蚀立管，试压不漏，已协调楼上楼下善后。", "更换阀门一只，漏水停止，住户确认。"),
        hours=(3, 16), place="estate",
    ),
    Template(
        "consultation", "咨询停止用热手续", "{who}{place}{detail}，想问手续和截止时间。",
        ("房子空置，想报停供热", "去年报停，今年想恢复", "报停后要不要交基础费"),
        ("告知在供热期开始前三十日持房产证明到营业厅办理。", "告知恢复用热需先缴费，三日内上门开阀。"),
        place="estate",
    ),
)
