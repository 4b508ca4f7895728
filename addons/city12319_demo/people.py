"""Who acts in the made-up city: the callers, and the staff by what they do.

Mobile numbers contain 0000 where real ones name the place, and landlines start with 5000: they belong to nobody.
"""

from dataclasses import dataclass

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余"
GIVEN = (
    "秀英", "建国", "丽华", "志明", "桂兰", "海燕", "文斌", "晓东", "雪梅", "国强", "玉珍", "子轩", "雨桐", "春生",
    "明辉", "小红", "俊杰", "美玲", "家豪", "思琪", "福生", "淑芬", "长青", "佳怡",
)
PREFIXES = ("138", "139", "135", "136", "150", "158", "159", "177", "180", "186", "189", "199")

# department → who works in it, the manager last; all log in with this name
STAFF = {"water": ("water", "watermanager"), "sanitation": ("sanitation", "sanitationmanager")}
LIAISON = ("powerco", "telecom", "traffic")


@dataclass(frozen=True)
class Person:
    """A caller. Without a number nobody can be called back."""

    name: str
    phone: str

    @property
    def anonymous(self):
        return not self.phone or not self.phone[0].isdigit()


# contacts of sources without a citizen
CONTACTS = {"inspector": Person("孙立军", "0898-50000101"), "department": Person("区政务服务中心", "0898-50000202")}


class Callers:
    """People who call; some call again, some share a number, some stay unknown."""

    def __init__(self, rng, size=190):
        self.rng = rng
        self.known = []
        for number in range(size):
            share = self.known and rng.random() < 0.08
            phone = rng.choice(self.known).phone if share else self._number(number)
            self.known.append(Person(self._name(), phone))
        self.regulars = rng.sample(self.known, 12)

    def _name(self):
        surname = self.rng.choice(SURNAMES)
        if self.rng.random() < 0.6:
            return surname + self.rng.choice(("先生", "女士"))
        return surname + self.rng.choice(GIVEN)

    def _number(self, number):
        if self.rng.random() < 0.14:  # local numbers are typed without the area code, as people say them
            return self.rng.choice(("", "0898-")) + f"5000{1000 + number * 7:04}"
        return f"{self.rng.choice(PREFIXES)}0000{1000 + number * 41 % 9000:04}"

    def pick(self):
        """Return who calls now."""
        chance = self.rng.random()
        if chance < 0.05:
            return Person("", self.rng.choice(("匿名", "")))
        return self.rng.choice(self.regulars if chance < 0.2 else self.known)


def worker(rng, department):
    """Return the login of somebody who works in ``department``."""
    return rng.choice(STAFF.get(department, (department,)))


def manager(department):
    return STAFF.get(department, (department,))[-1]
