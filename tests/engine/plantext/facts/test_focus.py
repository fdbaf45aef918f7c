"""Fraud types are told by their names and by how the trick is told."""

from __future__ import annotations

import pytest

from qunfang.engine.plantext.facts import facts_of

TRICKS = {
    "authority": [
        "冒充公检法诈骗",
        "冒充公检法及政府机关类",
        "自称是县公安局民警,说涉案",
        "假冒医保局工作人员",
        "骗子冒充社保中心",
        "冒充检察院来电",
        "自称通信管理局",
        "冒充疾控中心",
    ],
    "acquaintance": [
        "冒充领导、熟人诈骗",
        "冒充班主任收费",
        "冒充老板诈骗",
        "冒充子女求救",
        "QQ群里冒充老师收资料费",
        "冒充公司领导要求转账",
        "冒充亲朋好友借钱",
        "假冒孙子急用钱",
        "骗子冒充校领导加好友",
    ],
    "service": [
        "冒充电商物流客服类",
        "冒充客服退款",
        "冒充快递客服理赔",
        "航班改签诈骗",
        "假冒淘宝客服",
        "取消百万保障",
        "冒充抖音客服关闭直播会员",
        "快递丢件退赔",
    ],
    "brushing": ["刷单返利类诈骗", "兼职刷单", "网络刷单", "点赞关注返佣金", "做任务返利"],
    "investment": [
        "虚假投资理财类",
        "虚假网络投资",
        "荐股诈骗",
        "投资理财诈骗",
        "虚拟货币投资骗局",
        "假炒股软件",
        "高收益理财骗局",
        "养老投资骗局",
    ],
    "loan": ["虚假贷款", "虚假网络贷款类", "网贷诈骗", "注销校园贷", "代办信用卡、贷款", "无抵押贷款诈骗", "贷款诈骗"],
    "credit_record": ["虚假征信", "修复征信", "影响征信为由"],
    "shopping": [
        "虚假购物、服务类",
        "网络购物诈骗",
        "虚假购物",
        "低价购票诈骗",
        "演唱会门票诈骗",
        "闲鱼二手交易诈骗",
        "低价代购",
        "网购诈骗",
        "追星诈骗",
    ],
    "gaming": [
        "网络游戏产品虚假交易类",
        "游戏账号买卖",
        "游戏装备诈骗",
        "网游诈骗",
        "网络游戏虚假交易",
        "游戏币充值骗局",
        "免费送皮肤",
    ],
    "dating": ["网络婚恋、交友类", "杀猪盘", "婚恋交友诈骗", "网恋诈骗", "网络交友诱导投资"],
    "military": ["冒充军警购物类", "冒充军人采购", "假冒部队订购"],
    "cyber_black": ["网黑案件"],
    "account_theft": ["木马病毒", "盗取QQ号", "钓鱼网站", "盗号诈骗", "钓鱼短信"],
    "sim_card": [
        "出租出借出售两卡",
        "买卖电话卡、银行卡",
        "打击两卡犯罪",
        "贩卖银行卡",
        "出借银行账户",
        "出售手机卡",
        "帮人跑分卖卡",
    ],
    "other": ["裸聊敲诈", "共享屏幕诈骗", "虚假招工诈骗", "中奖诈骗", "查分链接诈骗", "AI换脸诈骗", "养老诈骗"],
}
HARMLESS = [
    "柜员询问转账用途",
    "班级群里只发通知",
    "核对收款账户",
    "网点摆放反诈折页",
    "学生参加游戏环节",
    "组织亲子游戏活动",
    "领导小组组长",
    "开设银行卡时询问",
    "幼儿情景游戏",
    "办理电话卡实名登记",
    "银行工作人员",
    "老师进行家访",
    "召开家长会",
    "投资建设公园",
    "发放贷款支持农户",
    "客服前台每天提醒",
    "社区交友群",
]


def types_in(words: str) -> list[str]:
    return [each.type for each in facts_of(f"清江镇方案\n{words}。").focus]


@pytest.mark.parametrize(("kind", "words"), [(kind, words) for kind, told in TRICKS.items() for words in told])
def test_a_trick_is_told(kind: str, words: str) -> None:
    assert kind in types_in(words)


@pytest.mark.parametrize("words", HARMLESS)
def test_everyday_words_are_no_trick(words: str) -> None:
    assert types_in(words) == []
