"""Makes the files that the tests of the table import read."""

import csv
import io
from datetime import datetime

import openpyxl
import xlwt

HEADERS = ["工单编号", "报送时间", "来电人", "报送电话", "事件来源", "问题类别", "服务类型", "详细内容", "受理状态",
           "保密"]
ROWS = [
    ["A-1", "2024-05-06 08:30", "张三", "13800138000", "社会公众上报", "供水", "投诉", "和平路\n爆管", "已完成", "否"],
    ["A-2", "2024年5月6日 9时5分", "李四", "0898-66254321转801", "领导信箱", "市容卫生", "咨询", "垃圾没人清",
     "处理中", "是"],
    ["A-3", "2024/5/7", "", "匿名", "电话", "其他", "其他", "=1+1 想问问", "不处理", ""],
]


def make_csv(headers=HEADERS, rows=ROWS, encoding="utf-8-sig", delimiter=","):
    """Return the bytes of a csv file."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([headers, *rows])
    return stream.getvalue().encode(encoding)


def make_xlsx(*sheets):
    """Return the bytes of an xlsx file; each sheet is a list of rows, or a pair of name and rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        name, rows = rows if isinstance(rows, tuple) else (f"表{number}", rows)
        page = book.create_sheet(name)
        for row_number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = page.cell(row_number, column, value)
                if isinstance(value, str) and value.startswith("="):
                    cell.data_type = "s"  # text that looks like a formula
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_xls(rows):
    """Return the bytes of an old xls file."""
    book = xlwt.Workbook()
    page = book.add_sheet("登记")
    moment = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
    for row_number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                page.write(row_number, column, value, moment)
            else:
                page.write(row_number, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
