"""What a table of past registrations may hold, and how its columns are called. Pure Python, no Odoo."""

import re
from dataclasses import dataclass

from .import_values import fold, parse_time

NOTE, CATEGORY = "note", "category"


@dataclass(frozen=True)
class Target:
    """A place in the ticket for a column: ``kind`` says how its cells are read, ``headers`` are best known first."""

    kind: str
    headers: str


# kind: text, number, phone, moment, clock, boolean, list (looked up in a list), note (kept as text)
TARGETS = {
    "external_number": Target("text", """
        工单编号 工单号 工单号码 编号 登记编号 登记单号 登记号 受理编号 受理单号 案件编号 案件号 案卷编号 案卷号
        事件编号 任务号 流水号 诉求编号 留言编号 单号 业务编号 来电编号 ticket_number case_number case_id ticket_id
        external_number service_request_id reference number id"""),
    "caller_name": Target("text", """
        来电人 来电人姓名 报送人 反映人 反映人姓名 投诉人 投诉人姓名 举报人 诉求人 诉求人姓名 市民姓名 客户姓名
        联系人 联系人姓名 留言用户 姓名 caller_name caller reporter contact name"""),
    "phone": Target("phone", """
        报送电话 来电号码 来电电话 主叫号码 联系电话 电话号码 联系方式 手机号码 手机号 手机 电话 反映人电话
        诉求人电话 回访电话 phone phone_number telephone mobile caller_phone contact_phone"""),
    "reported_at": Target("moment", """
        报送时间 来电时间 受理时间 登记时间 接电时间 上报时间 反映时间 诉求时间 投诉时间 留言时间 创建时间 录入时间
        报送日期 受理日期 登记日期 来电日期 上报日期 日期 时间 reported_at report_time reported received_at
        created_at requested_datetime created date datetime"""),
    "reported_time": Target("clock", "报送时刻 来电时刻 受理时刻 time"),
    "occurred_at": Target("moment", """
        发生时间 事发时间 事件发生时间 案发时间 发生日期 事发日期 occurred_at occurred incident_time"""),
    "agent": Target("person", """
        值班人员 值班人员姓名 值班员 受理员 接线员 话务员 受理人 受理人员 登记人 登记人员 坐席 座席 坐席员 座席员
        经办人 agent agent_id operator registered_by"""),
    "source": Target("list", """
        事件来源 案件来源 问题来源 诉求来源 来源 来源渠道 诉求渠道 受理渠道 受理方式 来电渠道 渠道 上报方式 source
        source_id channel origin"""),
    CATEGORY: Target("list", """
        问题类别 事件类别 案件类别 问题类型 事件类型 案件类型 诉求类别 诉求分类 问题分类 事项类别 事项分类 行业类别
        行业分类 类别 分类 category category_id problem_category agency_responsible service_name"""),
    "service_type": Target("list", """
        服务类型 诉求类型 诉求性质 工单类型 受理类型 业务类型 来电类型 来电性质 反映性质 性质 类型 service_type
        service_type_id kind type"""),
    "summary": Target("text", """
        时间概要 事件概要 问题概要 概要 标题 诉求标题 工单标题 留言主题 主题 摘要 内容摘要 诉求摘要 简要内容
        问题摘要 summary title subject"""),
    "description": Target("text", """
        详细内容 诉求内容 事件内容 问题内容 问题描述 事件描述 案件描述 诉求描述 反映内容 来电内容 留言内容 留言详情
        工单内容 受理内容 投诉内容 内容 描述 详情 首次诉求 诉求去派单语 description content details text body"""),
    "address": Target("text", """
        地址 事发地址 事件地址 问题地址 诉求地址 发生地址 事发地点 发生地点 事件地点 问题地点 地点 详细地址 位置
        事发位置 address location place"""),
    "area": Target("list", """
        所属区域 区域 所属网格 网格 单元网格 所属社区 社区 所属街道 街道 街道办 镇街 所属区 所在区 行政区 行政区划
        辖区 区县 区 area area_id district neighborhood neighborhoods_sffind_boundaries"""),
    "latitude": Target("number", "纬度 lat latitude y坐标"),
    "longitude": Target("number", "经度 lng lon long longitude x坐标"),
    "confidential": Target("boolean", "保密 是否保密 要求保密 是否要求保密 保密标志 confidential secret"),
    "instruction": Target("list", "领导批示 领导批示意见 批示意见 批示 instruction"),
    "result": Target("list", """
        处理结果 满意度 满意情况 满意程度 满意度评价 评价 评价结果 回访结果 回访满意度 result result_id
        satisfaction"""),
    "state": Target("list", "受理状态 处理状态 办理状态 工单状态 案件状态 办结状态 状态 state status"),
    NOTE: Target("note", """
        备注 说明 承办单位 主办单位 协办单位 处置单位 原处置单位 责任单位 处理单位 处理部门 主管部门 答复 答复意见
        答复内容 回复 回复内容 办理结果 办理情况 办理意见 处理情况 处理意见 处置结果 回访情况 办结时间 答复时间
        处理时间 note notes remark remarks department reply answer status_notes"""),
}
SEVERAL_COLUMNS = {CATEGORY, NOTE}
REQUIRED = ("reported_at",)
REQUIRED_ONE_OF = ("summary", "description")

_HEADERS = {
    fold(header): (target, rank)
    for target, definition in TARGETS.items()
    for rank, header in enumerate(definition.headers.split())
}
_DECORATION = re.compile(r"[(（\[【].*?[)）\]】]|[_\s]*推断$|必填|选填|[*＊:：]")
_LEVELS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "大": 1, "中": 2, "小": 3, "子": 4, "细": 5}
_LEVEL_PATTERNS = [
    re.compile(r"(?:行业|问题|事项|诉求|事件|案件|内容|工单)?(?:分类|类别)([1-5一二三四五])级?"),
    re.compile(r"(?:行业|问题|事项|诉求|事件|案件|内容|工单)?([1-5一二三四五])级(?:分类|类别|标签)?"),
    re.compile(r"(?:行业|问题|事项|诉求|事件|案件)?([大中小子细])类(?:名称|别)?"),
    re.compile(r"(?:category|class|level|categorylevel)([1-5])"),
]


@dataclass
class Choice:
    """Where a column goes: ``target`` is empty when it is left out, ``reason`` says why."""

    header: str
    target: str
    reason: str


def plain_header(header):
    """Return a header folded and without additions such as “(必填)”."""
    return fold(_DECORATION.sub("", header)) or fold(header)


def category_level(header):
    """Return the level that a header names in a tree of categories (1 is the top), or 0."""
    word = plain_header(header)
    for pattern in _LEVEL_PATTERNS:
        if found := pattern.fullmatch(word):
            return _LEVELS.get(found[1]) or int(found[1])
    return 0


def is_known_header(text):
    """Say whether a cell's text is the name of a column."""
    return plain_header(text) in _HEADERS or bool(category_level(text))


def choose_targets(headers, rows=()):
    """Return a Choice for each header. When several could feed one field, the best known name wins.

    :param rows: some rows of values, to tell a column of times of day from one of dates
    """
    candidates = []
    for column, header in enumerate(headers):
        target, rank = _HEADERS.get(plain_header(header), ("", 0))
        if category_level(header):
            target, rank = CATEGORY, 0
        if target == "reported_at" and _holds_clock_times(rows, column):
            target = "reported_time"
        candidates.append((target, rank))
    best = {}
    for column, (target, rank) in enumerate(candidates):
        if target and (target not in best or rank < best[target][0]):
            best[target] = (rank, column)
    choices = []
    for column, (header, (target, _rank)) in enumerate(zip(headers, candidates, strict=True)):
        if not target:
            choices.append(Choice(header, "", "unknown"))
        elif target in SEVERAL_COLUMNS or best[target][1] == column:
            choices.append(Choice(header, target, "known"))
        else:
            choices.append(Choice(header, "", "second"))
    return choices


def _holds_clock_times(rows, column):
    values = [row[column] for row in rows if row[column] not in (None, "")]
    return bool(values) and all(parse_time(value) is not None for value in values)
