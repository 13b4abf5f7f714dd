-- Texts for searching, whoever typed them: 3292.22 is found in ３，２９２．２２万元, and 小微企业 in “小微 企业”.

-- Full-width letters, digits and marks in one width, small letters for capitals, and ideographs for the radicals that some
-- fonts print in their place.
CREATE MACRO one_width(printed) AS lower(CASE
    WHEN regexp_matches(printed, '[\x{2e80}-\x{2fdf}\x{ff01}-\x{ff5e}]') THEN translate(
        printed,
        '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～' ||
        '⺠⻓⻔⻢⻥⻦⻩⻬⻰⻅⻉⻋⻚⻛⻜⻝⻘⻤⺟⻄⻆⻨⻧⺻⽼⼀⼁⼂⼃⼄⼅⼆⼇⼈⼉⼊⼋⼌⼍⼎⼏⼐⼑⼒⼓⼔⼕⼖⼗⼘⼙⼚⼛⼜⼝⼞⼟⼠⼡⼢⼣⼤⼥⼦⼧⼨⼩⼪⼫⼬⼭⼮⼯⼰⼱⼲⼳⼴⼵⼶⼷⼸⼹⼺⼻⼼⼽⼾⼿⽀' ||
           '⽁⽂⽃⽄⽅⽆⽇⽈⽉⽊⽋⽌⽍⽎⽏⽐⽑⽒⽓⽔⽕⽖⽗⽘⽙⽚⽛⽜⽝⽞⽟⽠⽡⽢⽣⽤⽥⽦⽧⽨⽩⽪⽫⽬⽭⽮⽯⽰⽱⽲⽳⽴⽵⽶⽷⽸⽹⽺⽻⽽⽾⽿⾀⾁⾂⾃⾄⾅⾆⾇⾈⾉⾊⾋⾌⾍⾎⾏⾐⾑⾒⾓⾔⾕⾖⾗⾘⾙⾚⾛' ||
           '⾜⾝⾞⾟⾠⾡⾢⾣⾤⾥⾦⾧⾨⾩⾪⾫⾬⾭⾮⾯⾰⾱⾲⾳⾴⾵⾶⾷⾸⾹⾺⾻⾼⾽⾾⾿⿀⿁⿂⿃⿄⿅⿆⿇⿈⿉⿊⿋⿌⿍⿎⿏⿐⿑⿒⿓⿔⿕',
        '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~' ||
        '民长门马鱼鸟黄齐龙见贝车页风飞食青鬼母西角麦卤聿老一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支' ||
           '攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走' ||
           '足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠'
    )
    ELSE printed
END);

-- The text as it is searched: without separators of thousands, punctuation and white space. Each number stands between
-- two blanks, so that 292.22 is not found in 3,292.22; another blank before its point lets 3292 find that.
--   3,292.22 万元（占 80%）  →   3292 .22 万元占 80
CREATE MACRO folded(printed) AS replace(
    translate(
        regexp_replace(
            regexp_replace(
                -- A point between two digits belongs to a number: · until the other marks are gone, as # is the blank.
                regexp_replace(
                    regexp_replace(
                        translate(one_width(printed), '#·', ''),
                        '(^|[^0-9.])([0-9]{1,3}),([0-9]{3})(?:,([0-9]{3}))?(?:,([0-9]{3}))?(?:,([0-9]{3}))?\b',
                        '\1\2\3\4\5\6', 'g'
                    ),
                    '\b\.\b', '·', 'g'
                ),
                '[0-9·]+', '#\0#', 'g'
            ),
            '[^\pL\p{Nd}\p{Nl}·#]+', '', 'g'
        ),
        '#', ' '
    ),
    '·', ' .'
);

-- What somebody searches for, word by word, as the texts are folded. Words that hold nothing but marks are none.
CREATE MACRO words_of(wanted) AS list_filter(
    list_transform(string_split_regex(trim(wanted), '\s+'), lambda word: folded(word)),
    lambda word: word <> ''
);

-- Does a folded text hold all these words, wherever?
CREATE MACRO holds(folded_text, words) AS
    len(words) > 0 AND len(list_filter(words, lambda word: NOT contains(folded_text, word))) = 0;
