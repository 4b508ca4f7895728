from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .kb_case import KbCase


class SearchCase(KbCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # only what a test publishes is found
        cls.env.cr.execute("UPDATE city12319_article SET state = 'withdrawn' WHERE state = 'published'")
        cls.env.invalidate_all()
        cls.env["city12319.article"]._count_words()
        cls.env["city12319.article.synonym"].search([]).unlink()
        cls.env["city12319.article.synonym"].create({"name": "停水 没水 断水"})

    def found(self, text, person="agent", **kwargs):
        """Return the titles that a person finds, in their order."""
        answer = self.as_(self.env["city12319.article"], person).search_articles(text, **kwargs)
        return [article["name"] for article in answer["articles"]]

    def exactly(self, text, **kwargs):
        answer = self.as_(self.env["city12319.article"], "agent").search_articles(text, **kwargs)
        return [] if answer["similar"] else [article["name"] for article in answer["articles"]]

    def suggested(self, text, person="agent", limit=5):
        return [article["name"] for article in self.as_(self.env["city12319.article"], person).suggest(text, limit)]


@tagged("post_install", "-at_install")
class TestSearch(SearchCase):
    def test_found_by_one_two_and_four_characters_digits_letters_traditional_and_pinyin(self):
        title = "5G基站辐射超标找谁检测"
        self.published(
            name=title, keywords="电磁", document_number="云政发〔2025〕12号",
            body="<p>可拨打 12369 申请<b>检</b>测，执行标准 GB8702。</p>",
        )
        for text in (
            "辐", "辐射", "基站辐射", "检", "检测", "电磁", "5G", "5g基站", "５Ｇ", "12369", "1236", "GB8702", "gb87",
            "2025 12号",
            "輻射", "檢測", "fushe", "jizhan", "fs", "jzfs", "dc", "基站 检测", "检测 辐射",
        ):
            with self.subTest(text):
                self.assertEqual(self.exactly(text), [title])

    def test_not_found_by_what_is_not_there(self):
        self.published(name="停水了怎么办")
        for text in ("水停", "停电", "怎么办理", "停水 燃气", "zzz", "96", "%", "_", "'", "!", "灯 & 水:* | a", ""):
            with self.subTest(text):
                self.assertEqual([name for name in self.exactly(text) if text], [])

    def test_traditional_article_is_found_by_simplified_words(self):
        self.published(name="自來水費計算標準", body="<p>階梯水價</p>", keywords="水費")
        for text in ("水费", "自来水费", "阶梯水价", "階梯", "sfjs"):
            with self.subTest(text):
                self.assertEqual(self.exactly(text), ["自來水費計算標準"])

    def test_synonyms_find_and_a_new_one_counts_at_once(self):
        self.published(name="小区停水如何查询", body="<p>供水热线</p>", keywords="")
        self.assertEqual(self.exactly("没水"), ["小区停水如何查询"])
        self.assertEqual(self.exactly("小区断水"), ["小区停水如何查询"])
        self.assertEqual(self.exactly("水没了"), [])
        synonym = self.as_(self.env["city12319.article.synonym"], "editor").create({"name": "停水，水没了"})
        self.assertEqual(self.exactly("水没了"), ["小区停水如何查询"])
        synonym.unlink()
        self.assertEqual(self.exactly("水没了"), [])

    def test_synonym_of_one_word_is_refused(self):
        with self.assertRaises(ValidationError):
            self.env["city12319.article.synonym"].create({"name": "停水"})

    def test_title_before_keywords_before_text_then_use(self):
        values = {"body": "<p>别的</p>", "keywords": ""}
        in_text = self.published(name="丙", **{**values, "body": "<p>关于路灯报修</p>"})
        keyword = self.published(name="乙", **{**values, "keywords": "路灯报修"})
        within = self.published(name="如何路灯报修", **values)
        begins = self.published(name="路灯报修电话", **values)
        title = self.published(name="路灯报修", **values)
        used = self.published(name="丁", **{**values, "body": "<p>也说路灯报修</p>"})
        self.env.cr.execute("UPDATE city12319_article SET use_count = 9 WHERE id = ANY(%s)", [(used | keyword).ids])
        self.assertEqual(
            self.exactly("路灯报修"), [article.name for article in (title, begins, within, keyword, used, in_text)],
        )

    def test_pages_and_whether_there_is_more(self):
        for number in range(5):
            self.published(name=f"公交线路{number}")
        model = self.as_(self.env["city12319.article"], "agent")
        first = model.search_articles("公交", limit=3)
        second = model.search_articles("公交", limit=3, offset=3)
        self.assertEqual((len(first["articles"]), first["more"]), (3, True))
        self.assertEqual((len(second["articles"]), second["more"]), (2, False))
        self.assertFalse({a["id"] for a in first["articles"]} & {a["id"] for a in second["articles"]})

    def test_filters(self):
        today = self.env["city12319.article"]._today()
        heating = self.env.ref("city12319_intake.category_heating")
        self.published(name="缴费指南甲", kind="guide", source_unit="供水集团")
        self.published(
            name="缴费指南乙", kind="policy", category_ids=[(6, 0, heating.ids)], valid_until=today + timedelta(days=9),
        )
        self.assertEqual(self.exactly("缴费", filters={"kind": "guide"}), ["缴费指南甲"])
        self.assertEqual(self.exactly("缴费", filters={"category_id": heating.id}), ["缴费指南乙"])
        self.assertEqual(self.exactly("缴费", filters={"source_unit": "供水集团"}), ["缴费指南甲"])
        self.assertEqual(self.exactly("缴费", filters={"validity": "soon"}), ["缴费指南乙"])
        self.assertEqual(len(self.exactly("缴费", filters={"validity": "new"})), 2)
        with self.assertRaises(UserError):
            self.exactly("缴费", filters={"state": "draft"})

    def test_snippet_marks_what_was_found_and_escapes_the_rest(self):
        self.published(name="<b>标签</b>停水", body="<p>" + "长文字。" * 60 + "到了&lt;script&gt;停水&lt;/script&gt;的地方</p>")
        shown = self.as_(self.env["city12319.article"], "agent").search_articles("停水")["articles"][0]
        self.assertIn("<mark>停水</mark>", shown["snippet"])
        self.assertIn("&lt;script&gt;", shown["snippet"])
        self.assertNotIn("<script", shown["snippet"])
        self.assertIn("&lt;b&gt;", shown["title"])
        self.assertLess(len(shown["snippet"]), 200)

    def test_a_sentence_without_an_exact_hit_finds_what_is_similar(self):
        self.published(name="家里停水怎么查询恢复时间", body="<p>供水热线可查询计划停水。</p>")
        self.published(name="公园开放时间", body="<p>早六点。</p>", keywords="")
        answer = self.as_(self.env["city12319.article"], "agent").search_articles("请问我家停水几个小时了什么时候恢复")
        self.assertTrue(answer["similar"])
        self.assertEqual(answer["articles"][0]["name"], "家里停水怎么查询恢复时间")

    def test_index_follows_every_change(self):
        article = self.published(name="甲路改造", body="<p>旧内容拆迁</p>")
        self.assertEqual(self.exactly("拆迁"), ["甲路改造"])
        self.publish(self.revise(article, body="<p>新内容绿化</p>"))
        self.assertEqual(self.exactly("拆迁"), [])
        self.assertEqual(self.exactly("绿化"), ["甲路改造"])

    def test_lists_and_fields_search_with_the_same_words(self):
        article = self.published(name="供热缴费")
        model = self.as_(self.env["city12319.article"], "agent")
        self.assertEqual(model.search([("search_words", "ilike", "gongre")]), model.browse())
        self.assertEqual(model.search([("search_words", "ilike", "供热")]).ids, article.ids)
        self.assertIn(article.id, [found[0] for found in model.name_search("grjf")])

    def test_rebuild_goes_through_all_and_ends(self):
        article = self.published(name="重建索引")
        self.env.cr.execute("UPDATE city12319_article SET search_title = NULL, search_body = NULL WHERE id = %s", article.ids)
        self.env.invalidate_all()
        self.assertEqual(self.exactly("重建"), [])
        with self.assertRaises(AccessError):
            self.as_(self.env["city12319.article"], "agent").action_rebuild_search()
        self.as_(self.env["city12319.article"], "approver").action_rebuild_search()
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("city12319_kb.cron_rebuild_search").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.exactly("重建"), ["重建索引"])
        self.assertFalse(self.env["ir.config_parameter"].get_param("city12319_kb.rebuild_after"))


@tagged("post_install", "-at_install")
class TestSuggest(SearchCase):
    def test_running_text_finds_its_article_first(self):
        self.published(name="家里停水怎么办", body="<p>整栋楼停水多为计划检修。</p>")
        self.published(name="路灯不亮报修", body="<p>记下灯杆编号。</p>", keywords="路灯")
        self.published(name="井盖丢失怎么处理", body="<p>先设围挡。</p>", keywords="井盖")
        self.assertEqual(self.suggested("市民反映门口的路灯连续三天不亮，晚上出行不安全")[:1], ["路灯不亮报修"])
        self.assertEqual(self.suggested("来电人说家里从早上开始停水，整栋楼都没有水")[:1], ["家里停水怎么办"])

    def test_nothing_fits(self):
        self.published(name="家里停水怎么办")
        for text in ("", "  ", "。。。", "股票行情", None, 7):
            with self.subTest(text=text):
                self.assertEqual(self.suggested(text), [])

    def test_limit_and_score(self):
        for number in range(4):
            self.published(name=f"停水公告{number}")
        found = self.as_(self.env["city12319.article"], "agent").suggest("停水公告在哪里看", 2)
        self.assertEqual(len(found), 2)
        self.assertGreaterEqual(found[0]["score"], found[1]["score"])

    def test_suggested_as_soon_as_it_is_published(self):
        self.env["city12319.article"]._count_words()
        self.published(name="蓝藻爆发水体发绿", body="<p>联系水务。</p>", keywords="")
        self.assertEqual(self.suggested("湖里蓝藻很多水体发绿"), ["蓝藻爆发水体发绿"])

    def test_counting_words_keeps_suggestions(self):
        self.published(name="蓝藻爆发水体发绿")
        self.env["city12319.article"]._count_words()
        self.assertEqual(self.suggested("湖里蓝藻很多水体发绿"), ["蓝藻爆发水体发绿"])


@tagged("post_install", "-at_install")
class TestSearchRights(SearchCase):
    """Search tells nothing about articles that the person does not read."""

    def hidden(self):
        """Return articles that an agent must not notice, each with a word of its own."""
        past = self.published(name="过期暗号甲一")
        self.env.cr.execute("UPDATE city12319_article SET valid_until = '2020-01-01' WHERE id = %s", past.ids)
        withdrawn = self.published(name="撤回暗号乙二")
        self.as_(withdrawn, "approver").advance("withdraw", {"reason": "x"})
        self.revise(self.published(name="修订丙三"), name="修订暗号丙三")
        return past | withdrawn | self.draft(name="草稿暗号丁四") | self.published(
            name="限定暗号戊五", visibility="restricted", allowed_user_ids=[(6, 0, self.people["other_editor"].ids)],
        )

    def test_nothing_leaks_through_search_snippets_counts_suggestions_or_names(self):
        self.hidden()
        self.published(name="公开的暗号说明", body="<p>可读</p>")
        self.env["city12319.article"]._count_words()
        model = self.as_(self.env["city12319.article"], "agent")
        for text in ("暗号", "暗", "anhao", "ah", "草稿暗号丁四"):
            answer = model.search_articles(text)
            self.assertEqual([article["name"] for article in answer["articles"]], ["公开的暗号说明"], text)
            self.assertFalse(answer["more"])
        self.assertEqual(self.suggested("暗号说明：过期暗号甲一 撤回暗号乙二 限定暗号戊五"), ["公开的暗号说明"])
        self.assertEqual(len(model.name_search("暗号")), 1)
        self.assertEqual(model.search_count([("search_words", "ilike", "暗号")]), 1)
        self.assertEqual(model._read_group([("search_words", "ilike", "暗号")], [], ["__count"]), [(1,)])

    def test_editor_searches_what_readers_find_and_lists_the_rest(self):
        self.hidden()
        self.assertEqual(set(self.found("暗号", "editor")), {"限定暗号戊五"})
        listed = self.as_(self.env["city12319.article"], "editor").search([("search_words", "ilike", "暗号")])
        self.assertEqual(len(listed), 5)

    def test_index_columns_are_read_by_nobody(self):
        article = self.published()
        for name in ("search_title", "search_body", "search_text"):
            for person in ("agent", "editor", "approver"):
                with self.assertRaises(AccessError):
                    self.as_(article, person).read([name])
                with self.assertRaises(AccessError):
                    self.as_(article, person).search([(name, "ilike", "停水")])
