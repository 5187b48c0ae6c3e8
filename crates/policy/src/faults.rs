//! Every way in which a pack can be wrong, each with a stable code and what to do about it. Must not look for them.

/// Writes the enum and its list from one table, so that none can be left out of the list.
macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $code:literal $advice:literal)*) => {
        /// A way in which a pack can be wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault {
            $($(#[$doc])* $name,)*
        }

        impl Fault {
            /// All of them, in the order in which a pack is read.
            pub const ALL: &'static [Fault] = &[$(Fault::$name,)*];

            /// Its stable code, such as `cap.circle`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Fault::$name => $code,)* }
            }

            /// What to do about it, in Chinese.
            #[must_use]
            pub fn advice(self) -> &'static str {
                match self { $(Fault::$name => $advice,)* }
            }
        }
    };
}

faults! {
    /// No pack of this name.
    UnknownPack "pack.unknown" "请核对名称，或先建好这个标准的文件夹和 rules.md。"
    /// A pack that extends itself, or too many others.
    ExtendsCircle "pack.extends-circle" "请把 extends 改成真正的上位标准，或者删去。"
    /// It takes the place of a pack that is not there.
    SucceedsUnknown "pack.succeeds-unknown" "请核对 succeeds 的名称；没有被接替的标准就删去这一行。"
    /// It takes the place of a pack that came into force later.
    SucceedsLater "pack.succeeds-later" "请核对两个标准的 from，接替的要晚于被接替的。"
    /// A pack without the day from which it is in force.
    NoDate "pack.no-date" "请在第一条之前的 [pack] 里写 from。"
    /// A day that is none.
    BadDate "pack.bad-date" "请写成 2022-01-01 这样的年月日。"
    /// A pack that ends before it begins.
    EndsFirst "pack.ends-first" "请核对 from 和 until，执行的最后一天不能早于第一天。"
    /// `[pack]` or `[provisions]` inside an article.
    PackMisplaced "pack.misplaced" "请把 [pack] 和 [provisions] 移到第一条的标题之前。"
    /// A rule file without a title.
    NoTitle "text.no-title" "请在第一行写文件名称，用一个 # 开头。"
    /// A fence that is never closed.
    OpenFence "text.open-fence" "请在规则块末尾单独一行写三个反引号。"
    /// A fence that is not written as rule blocks are.
    Fence "text.fence" "规则块要从行首写 ```toml 开始、写 ``` 结束，都单独占一行；不是规则的内容不用围栏。"
    /// A heading that is neither the title nor an article's.
    Heading "text.heading" "条文的标题要写成“## 第九条 标题”：从行首写两个 #，后面是一个半角空格；不用别的标题。"
    /// Another title.
    TitleTwice "text.title-twice" "文件名称只写一次，在最前面；条文的标题用两个 #。"
    /// A rule outside a rule block.
    LooseRule "text.loose-rule" "请在这条规则的前后各加一行，前面写 ```toml，后面写 ```。"
    /// A provision that the program does not know.
    UnknownProvision "provision.unknown" "请改成括号里列出的名称之一，或者删去。"
    /// A provision is said to stand in an article that is not there.
    UnknownArticle "provision.unknown-article" "请写 rules.md 里有的条号，例如 第六条（四）；没有哪一条规定的写 none。"
    /// Nothing is said of a provision.
    ProvisionUnsaid "provision.unsaid" "请在 [provisions] 里写明由哪一条规定；没有哪一条规定的写 none。"
    /// The same article twice.
    ArticleTwice "text.article-twice" "请合并两处，或改正其中一处的条号。"
    /// A rule before the first article: it carries out nothing.
    Uncited "text.uncited" "请把规则移到它所依据的条文下面，条号就是规则的出处。"
    /// An article with neither a rule nor a reason.
    NoRule "article.no-rule" "请写出规则，或写 [[no-rule]] 说明理由，或写 [[gap]] 说明还没有落实什么。"
    /// An article with rules and a reason for having none.
    RuleAndReason "article.rule-and-reason" "请删去 [[no-rule]]，或把规则移到它所依据的条文下面。"
    /// A part of an article that the article does not have.
    UnknownPart "text.unknown-part" "请核对是第几项，例如（四）；条文不分项的，只写条号。"
    /// A text that must say something and is empty.
    EmptyText "article.empty-text" "请写明白：这句话是给查看标准的人看的。"
    /// No TOML.
    Syntax "block.syntax" "请核对这一行的引号、括号和等号。"
    /// A field that the vocabulary does not have.
    UnknownField "block.unknown-field" "请改成括号里列出的名称之一，或者删去。"
    /// A field that has to be there.
    MissingField "block.missing-field" "请补上这一项。"
    /// A word that the vocabulary does not have.
    UnknownWord "block.unknown-word" "请改成括号里列出的写法之一。"
    /// A value of another type.
    WrongType "block.wrong-type" "请核对这一项应写文字、整数、学时还是 true、false。"
    /// An amount of hours that is none.
    BadAmount "block.bad-amount" "学时只写数字，小数最多两位，例如 12 或 12.5。"
    /// A number that means nothing where it stands.
    BadNumber "block.bad-number" "请核对这个数：0 等于没有写，学习的学时也不会比合计的多。"
    /// The same name twice.
    Twice "block.twice" "请改掉其中一个的 id；要改动上位标准的规则，写在自己的 rules.md 里即可。"
    /// A rule of which a pack has one at most.
    OnlyOne "block.only-one" "请合并成一个。"
    /// An entry that no rule uses.
    Unused "block.unused" "请在规则里用上，或者删去。"
    /// A reading that is not there.
    UnknownReading "reading.unknown" "请先写 [[reading]]，或改正名称。"
    /// A reading that chooses what it does not list.
    UnknownChoice "reading.unknown-choice" "chosen 要写 options 里某一项的 id。"
    /// A reading without another possibility.
    NoAlternative "reading.no-alternative" "请在 options 里至少写两项；只有一种读法的不是解释性规定。"
    /// Two options of a reading with one value: the rule is the same whichever is chosen.
    SameValue "reading.same-value" "请改正其中一项的 value；程序还不能照着执行的读法不写 value。"
    /// A reading whose value no rule takes.
    Idle "reading.idle" "请在规则里写 { reading = \"它的 id\" }，取用它的 value；规则取用不了的，不写成解释性规定。"
    /// A rule takes the value of a reading that has none.
    NoValue "reading.no-value" "没有 value 的读法，程序还不能照着执行：请改选有 value 的一项，或给这一项写上规则能用的 value。"
    /// A value that the rule cannot take, of the chosen option or of another.
    BadValue "reading.bad-value" "请给 options 的每一项写上这条规则能用的 value，或者不写 value。"
    /// A kind of a category that is not there.
    UnknownCategory "kind.unknown-category" "请先写 [[category]]，或改正名称。"
    /// The same ask twice.
    AskTwice "kind.ask-twice" "请改掉其中一个问题的 id。"
    /// A unit where none belongs, or none where one does.
    Unit "kind.unit" "type 为 count 的问题写 unit，其他不写。"
    /// Choices where none belong, or none where they do.
    Choices "kind.choices" "type 为 choice 的问题写 choices，其他不写。"
    /// Two choices of a question that nobody can tell apart.
    ChoiceTwice "kind.choice-twice" "请改掉其中一个选项的标识或名称，填表的人和规则都要分得清。"
    /// Evidence that is not there.
    UnknownEvidence "kind.unknown-evidence" "请先写 [[evidence]]，或改正名称。"
    /// A condition that is no yes-no ask.
    NotYesNo "kind.not-yes-no" "when 要写本种类里 type 为 yes-no 的问题。"
    /// Hours that come from what is no count.
    NotCount "kind.not-count" "请改用本种类里 type 为 count 的问题。"
    /// Hours that come from what is no amount of hours.
    NotHours "kind.not-hours" "请改用本种类里 type 为 hours 的问题。"
    /// A word that is no rule for hours.
    HoursWord "kind.hours-word" "没有折算数的写 reviewer，其他写一种算法。"
    /// A conversion by less than one.
    Per "kind.per" "per 写不小于 1 的整数。"
    /// A table that gives up otherwise than to the verifier.
    Otherwise "kind.otherwise" "otherwise 只能写 reviewer。"
    /// A rate that is not there.
    UnknownRate "rate.unknown" "请先写 [[rate]]，或改正名称。"
    /// A rate that says too much or too little.
    RateShape "rate.shape" "give_hours 和 stated = true 只留一个。"
    /// A rate for another way of reckoning.
    RateMismatch "rate.mismatch" "按半天折算的用写了 give_hours 的，按写明学时的用写了 stated 的。"
    /// A table that is not there.
    UnknownTable "table.unknown" "请在 tables 文件夹里建好这个表格，或改正文件名。"
    /// A table by what the kind does not ask.
    UnknownAsk "table.unknown-ask" "by 里只能写本种类 asks 里的 id。"
    /// A table whose first line is another.
    TableHeader "table.header" "请按提示改好第一行，列的次序也要相同。"
    /// A line with another number of columns.
    TableColumns "table.columns" "请补齐或删去多余的逗号，并把文件存成 UTF-8。"
    /// A row without a source.
    NoSource "table.no-source" "请写明这个数出自哪份文件；编的数写“示例数字”。"
    /// A row of a status that there is not.
    TableStatus "table.status" "正式印发的写 official，我们的解释写 interpretation，示例写 sample。"
    /// The same case twice.
    RowTwice "table.row-twice" "请只留一行。"
    /// A row that no answer leads to.
    BadKey "table.bad-key" "请改成表单里选得到、填得出的答案，或删去这一行。"
    /// A file that nothing reads.
    Unread "file.unread" "请核对文件名：表格要在种类的 hours 里写明，情景放在 scenarios 文件夹里、以 .toml 结尾；用不到的请删去。"
    /// A group that is not there.
    UnknownGroup "cap.unknown-group" "请先写 [[group]]；外层分组要写在里层之前。"
    /// Groups inside one another in a circle.
    CapCircle "cap.circle" "请让其中一个分组的 within 写 professional。"
    /// A requirement that is not there.
    UnknownRequirement "requirement.unknown" "请先写 [[require]]，或改正名称。"
    /// A requirement with no test, or with several.
    TestShape "requirement.shape" "一个 [[require]] 只写一种标准，几种标准分成几个写。"
    /// A share that is no fraction.
    BadShare "requirement.bad-share" "请写成 2/3 这样分母不超过 1000 的真分数。"
    /// A share of the required hours where no hours are required.
    ShareOfNothing "requirement.share-of-nothing" "请先写年度总学时的 [[require]]，或改用 earned-total。"
    /// A deadline with no day, or with two.
    DeadlineShape "deadline.shape" "写 day，或写 before_title_series = true。"
    /// A day that not every year has.
    BadDay "deadline.bad-day" "请写成 11-30 这样的月和日，不能写 02-29。"
    /// A title series that opens in another year than it is of.
    SeriesYear "title-series.year" "请核对 year 和 opens：报名从哪一年开始，就写哪一年。"
    /// A consequence with no condition, or with two.
    ConsequenceShape "consequence.shape" "写 needs，或写 whole_year = true。"
    /// A measure of a verifier's figure that nothing can follow.
    Measure "verification.measure" "above_claim 写 confirm，item_years_max 写不小于 1 的整数。"
    /// A scenario of a year that there is not.
    ScenarioYear "scenario.year" "year 写四位的年份。"
    /// A scenario that comes out otherwise.
    Differs "scenario.differs" "规则写对了就改情景的 expect，情景写对了就改规则。"
    /// A scenario with the name of another.
    ScenarioTwice "scenario.name-twice" "请给其中一个换个名称，报错时才看得出说的是哪一个。"
    /// A scenario of which nothing is asked.
    ExpectsNothing "scenario.expects-nothing" "请在 [expect] 里写出应当得出的学时、结论或说明；什么都不核对的情景说明不了什么。"
    /// A scenario of a year that nobody can have.
    Contradicts "scenario.contradicts" "请改正这一项：情景里的事实和事实文件一样，自相矛盾的说明不了规则。"
    /// A scenario that shows no article of the pack.
    CoversNothing "scenario.covers-nothing" "请在 covers 里写出它说明的条文，条号与 rules.md 的标题一致。"
    /// A scenario that covers what is no article.
    CoversUnknown "scenario.covers-unknown" "请改成 rules.md 里有的条号。"
    /// An article with rules that no scenario shows.
    Uncovered "coverage.article" "请在 scenarios 文件夹里为本条至少写一个通过的、一个不通过的情景。"
    /// An article that no scenario passes.
    NoPassing "coverage.no-passing" "请写一个符合本条的情景：要求达到、学时计入或材料齐全。"
    /// An article that no scenario fails.
    NoFailing "coverage.no-failing" "请写一个不符合本条的情景：要求没达到、学时不计或缺材料。"
    /// A kind that no scenario passes or fails.
    KindUncovered "coverage.kind" "请为这个种类补上情景。"
    /// A reading that no scenario turns the other way.
    ReadingUntested "coverage.reading" "请写一个情景，用 readings 换成另一种读法，看结果怎样不同。"
    /// Two rules that answer one case.
    Overlap "rules.overlap" "请改窄其中一条，或写 [[reading]] 说明为什么前面的优先。"
    /// A rule that decides nothing, because others come first.
    Unreachable "rules.unreachable" "请删去这条规则，或把它移到更宽的规则之前。"
    /// A case that no rule answers.
    NoAnswer "rules.no-answer" "请补一条规则，或在最后写一条不带条件的 [[obligation]]。"
    /// A number that no year can come up to, because another is reached first.
    NeverReached "rules.never-reached" "请核对两个数；确实用不到的就删去。"
    /// Days on which nothing is in force, or two at once.
    TimeGap "time.gap" "请改 from 或 until，使前后两个标准首尾相接。"
    /// Years between known ones of which nothing is known.
    YearGap "time.year-gap" "请补上这些年份的 [[training-year]]，或在 [[gap]] 里用 training_years 写明手头没有通知。"
}
