<?php
/* An invented Bangla paper in a WordPress that was just unpacked; then WordPress' own export of it. Called by make.sh. */
$folder = $argv[1];
define('WP_INSTALLING', true);
$_SERVER += ['HTTP_HOST' => 'old.example', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/'];
define('WP_SITEURL', 'https://old.example');
define('WP_HOME', 'https://old.example');
require "$folder/site/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require_once ABSPATH . 'wp-admin/includes/export.php';
wp_install('নদীবার্তা', 'mita', 'mita@old.example', true, '', 'a-long-password-of-nobody');
update_option('timezone_string', 'Asia/Dhaka');
global $wp_rewrite;
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%postname%/');
$wp_rewrite->flush_rules(false);
foreach (get_posts(['numberposts' => -1, 'post_type' => ['post', 'page'], 'post_status' => 'any']) as $old) wp_delete_post($old->ID, true);
wp_update_user(['ID' => 1, 'display_name' => 'মিতা রহমান']);
$other = wp_insert_user(['user_login' => 'karim', 'user_pass' => 'another-long-password', 'display_name' => 'করিম শেখ', 'role' => 'author']);
$sport = wp_insert_category(['cat_name' => 'খেলা']);
$cricket = wp_insert_category(['cat_name' => 'ক্রিকেট', 'category_parent' => $sport]);
$country = wp_insert_category(['cat_name' => 'সারাদেশ', 'category_nicename' => 'country']);

function picture($shade) {  /* a PNG of one colour, 640 by 400, without any library of pictures */
    $part = fn($kind, $data) => pack('N', strlen($data)) . $kind . $data . pack('N', crc32($kind . $data));
    $rows = str_repeat("\0" . str_repeat(chr($shade) . chr(90) . chr(60), 640), 400);
    return "\x89PNG\r\n\x1a\n" . $part('IHDR', pack('NNCCCCC', 640, 400, 8, 2, 0, 0, 0)) . $part('IDAT', gzcompress($rows)) . $part('IEND', '');
}
function upload($name, $caption, $alt, $shade) {
    $kept = wp_upload_bits("$name.png", null, picture($shade), '2019/08');
    $id = wp_insert_attachment(['post_mime_type' => 'image/png', 'post_title' => $name, 'post_excerpt' => $caption], $kept['file']);
    update_post_meta($id, '_wp_attachment_image_alt', $alt);
    return $id;
}
function story($fields) {
    return wp_insert_post(wp_slash($fields + ['post_status' => 'publish', 'post_author' => 1, 'post_type' => 'post']), true);
}

$boat = upload('নৌকা', 'ঘাটে নৌকা', 'একটি নৌকা', 40);
$river = upload('river', 'নদীর পাড়', '', 200);
$first = story(['post_title' => 'নদীর পানি বাড়ছে', 'post_date' => '2019-08-15 12:00:00', 'post_category' => [$country], 'tags_input' => ['নদী', 'বন্যা'],
    'post_excerpt' => 'পানি বিপৎসীমার ওপরে।',
    'post_content' => "নদীর পানি <strong>বাড়ছে</strong>।\n\n[gallery ids=\"$boat,$river\"]\n\nআজ সকালে পানি ছিল ৫ মিটার।\nবিকেলে ৬ মিটার।"]);
set_post_thumbnail($first, $river);
$blocks = story(['post_title' => 'মাঠে ফিরল ক্রিকেট', 'post_date' => '2020-01-02 09:30:00', 'post_category' => [$sport, $cricket], 'post_author' => $other,
    'post_content' => "<!-- wp:paragraph -->\n<p>মাঠে <a href=\"https://old.example/?p=$first\">ফিরল</a> ক্রিকেট।</p>\n<!-- /wp:paragraph -->\n\n"
        . "<!-- wp:heading -->\n<h2>সামনে কী</h2>\n<!-- /wp:heading -->\n\n<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><p>আমরা তৈরি।</p><cite>অধিনায়ক</cite></blockquote>\n<!-- /wp:quote -->\n\n"
        . "<!-- wp:embed {\"url\":\"https://www.youtube.com/watch?v=aqz-KE-bpKQ\"} -->\n<figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\nhttps://www.youtube.com/watch?v=aqz-KE-bpKQ\n</div></figure>\n<!-- /wp:embed -->\n\n"
        . "<!-- wp:list -->\n<ul><li>এক</li><li>দুই</li></ul>\n<!-- /wp:list -->\n\n<!-- wp:latest-posts /-->"]);
story(['post_title' => 'Avgvi †mvbvi evsjv', 'post_date' => '2009-03-26 08:00:00', 'post_category' => [$country],
    'post_content' => "Avwg †Zvgvq fv‡jvevwm|\n\nwPiw`b †Zvgvi AvKvk"]);
story(['post_title' => 'খসড়া', 'post_status' => 'draft', 'post_content' => 'লেখা চলছে।']);
story(['post_title' => 'সামনে', 'post_status' => 'future', 'post_date' => '2099-01-01 10:00:00', 'post_date_gmt' => '2099-01-01 04:00:00', 'post_category' => [$country], 'post_content' => 'সামনের কথা।']);
story(['post_title' => 'ভেতরের', 'post_status' => 'private', 'post_content' => 'ভেতরের কথা।']);
story(['post_title' => 'তালা', 'post_password' => 'x', 'post_content' => 'তালার ভেতরে।']);
$thrown = story(['post_title' => 'ফেলা', 'post_content' => 'ফেলা লেখা।']);
wp_trash_post($thrown);
story(['post_title' => 'আমাদের কথা', 'post_type' => 'page', 'post_date' => '2018-01-01 10:00:00', 'post_content' => 'আমরা নদীর পাড়ের কাগজ।']);
for ($n = 1; $n <= 60; $n++) {
    story(['post_title' => "দিনের খবর {$n}", 'post_date' => sprintf('2021-%02d-%02d 07:00:00', 1 + intdiv($n, 28), 1 + $n % 28), 'post_category' => [$country],
        'tags_input' => ['নদী'], 'post_content' => "দিনের খবর {$n}। ৫ < ৬ & ৭।"]);
}
function say($post, $who, $words, $parent = 0, $approved = 1, $type = 'comment') {
    return wp_insert_comment(['comment_post_ID' => $post, 'comment_author' => $who, 'comment_author_email' => 'r@old.example', 'comment_author_IP' => '192.0.2.7',
        'comment_content' => $words, 'comment_parent' => $parent, 'comment_approved' => $approved, 'comment_type' => $type, 'comment_date' => '2019-08-16 10:00:00']);
}
$top = say($first, 'রহিম', 'ভালো খবর।');
say($first, 'মিনা', 'ঠিক বলেছেন।', $top);
say($first, 'করিম', 'অপেক্ষায়।', 0, 0);
say($first, 'বিজ্ঞাপন', 'কিনুন', 0, 'spam');
say($first, 'blog', '[...]', 0, 1, 'pingback');
ob_start();
export_wp(['content' => 'all']);
file_put_contents("$folder/paper.xml", ob_get_clean());
