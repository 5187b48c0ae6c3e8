//! Invented names: units, people, and what they were busy with.

use super::chance::Chance;

/// Second-level units of the sample university: code, name, kind, and how many of a hundred people work there.
pub(super) const UNITS: [(&str, &str, &str, i64); 24] = [
    ("101", "机械与交通学院", "学院", 7),
    ("102", "通信工程学院", "学院", 8),
    ("103", "计算机学院", "学院", 9),
    ("104", "设计学院", "学院", 5),
    ("105", "管理学院", "学院", 6),
    ("106", "外语学院", "学院", 6),
    ("107", "理学院", "学院", 7),
    ("108", "自动化学院", "学院", 6),
    ("109", "材料学院", "学院", 4),
    ("110", "环境与生命学院", "学院", 4),
    ("111", "法政学院", "学院", 3),
    ("112", "马克思主义学院（示例）", "学院", 4),
    ("113", "土木建筑学院", "学院", 4),
    ("114", "海洋学院", "学院", 2),
    ("115", "光电学院", "学院", 3),
    ("116", "智能科学学院", "学院", 4),
    ("117", "国际交流学院", "学院", 2),
    ("118", "成人教育学院", "学院", 2),
    ("201", "图书与档案馆", "职能部门", 3),
    ("202", "教务部", "职能部门", 2),
    ("203", "科研部", "职能部门", 2),
    ("204", "人事部", "职能部门", 2),
    ("205", "后勤部", "职能部门", 3),
    ("206", "信息中心", "职能部门", 2),
];

/// The unit that looks after personnel.
pub(super) const PERSONNEL_UNIT: &str = "人事部";

/// Names whose characters most typefaces lack; each has to survive forms, lists and certificates.
pub(super) const RARE: [&str; 12] =
    ["孙𡥧", "王䶮", "李㛃", "陈𬭚", "赵𫖮", "周𬱖", "吴㛃宁", "郑𡥧文", "冯䶮", "蒋𫖮", "沈𬱖云", "韩𬭚"];

const SURNAMES: [&str; 48] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "罗",
    "高", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田", "董", "潘", "袁", "蔡",
    "蒋", "余", "于", "杜", "叶", "程", "韦", "莫", "覃", "欧阳",
];
const GIVEN: [&str; 64] = [
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "兰", "霞",
    "平", "刚", "桂", "英", "华", "玉", "萍", "红", "宇", "浩", "凯", "健", "俊", "帆", "雪", "琳", "晶", "倩", "岚",
    "晨", "旭", "宁", "睿", "博", "文", "思", "佳", "嘉", "雨", "欣", "怡", "子", "梓", "清", "远", "志", "海", "春",
    "秋", "冬", "松", "柏", "枫", "桐", "楠",
];

/// Subjects of courses, talks, papers and projects.
const TOPICS: [&str; 24] = [
    "工程教育认证与课程目标达成",
    "混合式教学设计",
    "生成式人工智能辅助教学",
    "课程思政案例建设",
    "科研诚信与学术规范",
    "毫米波通信系统",
    "边缘计算与物联网安全",
    "机器视觉检测方法",
    "柔性传感材料",
    "海洋观测数据处理",
    "产教融合基地建设",
    "数字化档案管理",
    "高校教师心理支持",
    "跨文化交际教学",
    "图书馆知识服务",
    "实验室安全与应急",
    "专业学位研究生培养",
    "教学质量保障体系",
    "绿色建筑与节能改造",
    "新能源汽车控制",
    "知识产权运用",
    "统计建模与数据分析",
    "职业教育实践教学",
    "东盟国别研究",
];
const ORGANISERS: [&str; 10] = [
    "示例省高校师资培训中心",
    "示例大学教务部",
    "示例大学人事部",
    "示例省计算机学会",
    "示例省教育厅",
    "示例市科学技术协会",
    "国家示例教育行政学院",
    "示例省图书馆学会",
    "示例行业协会",
    "示例大学工会",
];
const JOURNALS: [&str; 4] = ["示例大学学报", "示例教育研究", "示例工程技术", "示例图书情报"];

/// A person's name.
pub(super) fn person(chance: &mut Chance) -> String {
    let mut name = chance.word(&SURNAMES).to_owned();
    name.push_str(chance.word(&GIVEN));
    if chance.percent(68) {
        name.push_str(chance.word(&GIVEN));
    }
    name
}

/// What something was about.
pub(super) fn topic(chance: &mut Chance) -> &'static str {
    chance.word(&TOPICS)
}

/// Who organised it.
pub(super) fn organiser(chance: &mut Chance) -> &'static str {
    chance.word(&ORGANISERS)
}

/// Where it was printed.
pub(super) fn journal(chance: &mut Chance) -> &'static str {
    chance.word(&JOURNALS)
}
