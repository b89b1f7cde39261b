//! `POST /handwritings/like`: the hands that an image is like.

use std::io::Cursor;

use axum::http::Method;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, ImageEncoder as _, ImageFormat, Luma};
use longhand_ink::hand::catalogue;
use serde_json::Value;

use crate::{Answer, Ask, Server};

const TEXT: &str =
    "It was so good to see you all again at the house by the lake.\nWe miss the long evenings, and your cooking.";

/// A page of a hand's writing, as a person would take a picture of it.
async fn photo(server: &Server, hand: &str) -> DynamicImage {
    let form = format!("handwriting_id={hand}&text={TEXT}&width=auto&height=auto&handwriting_size=40px&random_seed=9");
    let drawn = server.ask(Ask::post("/render/png").token(&server.customer.live).form(&form.replace(' ', "+"))).await;
    assert_eq!(drawn.status, 200, "{}", drawn.error());
    let ink = image::load_from_memory(&drawn.body).expect("a PNG").into_luma_alpha8();
    let paper = |x: u32, y: u32| 170 + (x / 20 % 40) as u8 + ((x * 7 + y * 13) % 9) as u8;
    let photo = GrayImage::from_fn(ink.width(), ink.height(), |x, y| {
        let alpha = u16::from(ink.get_pixel(x, y).0[1]);
        Luma([(u16::from(paper(x, y)) * (255 - alpha * 9 / 10) / 255) as u8])
    });
    photo.into()
}

fn file(photo: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    photo.write_to(&mut bytes, format).expect("written");
    bytes.into_inner()
}

async fn like(server: &Server, query: &str, kind: &str, body: &[u8]) -> Answer {
    let ask = Ask::post(&format!("/handwritings/like{query}")).token(&server.customer.test);
    server.ask(ask.header("content-type", kind).body(body)).await
}

fn titles(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.error());
    let title = |hand: &Value| hand["title"].as_str().expect("a title").to_owned();
    answer.json().as_array().expect("a list").iter().map(title).collect()
}

/// Whether these bytes are in any file of the server.
fn is_kept(server: &Server, part: &[u8]) -> bool {
    let files = std::fs::read_dir(server.directory.path()).expect("a directory").map(|file| file.expect("a file"));
    let mut contents = files.filter(|file| file.path().is_file()).map(|file| std::fs::read(file.path()).expect("read"));
    contents.any(|bytes| bytes.windows(part.len()).any(|kept| kept == part))
}

#[tokio::test]
async fn the_hand_that_wrote_a_photo_is_among_the_first_three_and_nothing_of_it_is_kept() {
    let server = Server::new().await;
    for (i, hand) in catalogue().iter().step_by(9).enumerate() {
        let photo = photo(&server, hand.id).await;
        let (kind, format) = [("image/png", ImageFormat::Png), ("image/jpeg", ImageFormat::Jpeg)][i % 2];
        let before = server.entries().await.len();
        let sample = file(&photo, format);
        let found = like(&server, "?limit=3", kind, &sample).await;
        assert!(titles(&found).contains(&hand.title.to_owned()), "{}: {:?}", hand.title, titles(&found));
        let entries = server.entries().await;
        assert_eq!(entries.len(), before + 1);
        let entry = entries.iter().find(|entry| entry.route == "/handwritings/like").expect("its entry");
        assert!(entry.text.is_none() && entry.units.images == 0, "{entry:?}");
        let part = &sample[sample.len() / 2..][..24];
        assert!(!is_kept(&server, part), "it was kept");
    }
}

#[tokio::test]
async fn all_hands_are_listed_in_pages_and_each_is_as_the_catalogue_has_it() {
    let server = Server::new().await;
    let sample = file(&photo(&server, "Perry").await, ImageFormat::Png);
    let all = like(&server, "", "image/png", &sample).await.json();
    let mut pages = Vec::new();
    for offset in (0..catalogue().len()).step_by(25) {
        let page = like(&server, &format!("?limit=25&offset={offset}"), "image/png", &sample).await.json();
        pages.extend(page.as_array().expect("a list").clone());
    }
    assert_eq!(all, Value::from(pages.clone()));
    pages.sort_by_key(|hand| hand["id"].as_str().expect("an id").to_owned());
    assert_eq!(Value::from(pages), server.get("/handwritings").await.json());
    crate::plans::put(&server, crate::plans::FEW).await;
    let mut few = titles(&like(&server, "", "image/png", &sample).await);
    few.sort();
    assert_eq!(few, ["Cedar", "Perry"], "of a plan with two hands");
}

/// A JPEG that says it lies on its side.
fn on_its_side(photo: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 85);
    // TIFF's header, and one entry: the orientation (0x112), a short, is 6.
    let exif = [&b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"[..], &[0; 4]].concat();
    encoder.set_exif_metadata(exif).expect("it may have that");
    let lying = photo.rotate270().into_luma8();
    encoder.write_image(&lying, lying.width(), lying.height(), image::ExtendedColorType::L8).expect("written");
    bytes
}

#[tokio::test]
async fn a_photo_is_looked_at_upright() {
    let server = Server::new().await;
    let photo = photo(&server, "Molly").await;
    let found = titles(&like(&server, "?limit=5", "image/jpeg", &on_its_side(&photo)).await);
    assert!(found[..3].contains(&"Molly".to_owned()), "{found:?}");
}

#[tokio::test]
async fn what_is_no_sample_is_refused_with_why() {
    let server = Server::new().await;
    let sample = file(&photo(&server, "Perry").await, ImageFormat::Png);
    let paper = file(&GrayImage::from_pixel(400, 300, Luma([255])).into(), ImageFormat::Png);
    // A header that says so is enough.
    let mut huge = Vec::new();
    let mut writer = png::Encoder::new(&mut huge, 16_384, 16_384).write_header().expect("written");
    writer.write_chunk(png::chunk::IDAT, &[]).expect("written");
    drop(writer);
    let no_image = "sample must be a PNG or JPEG image";
    for (what, body, says) in [
        ("no image", &b"no image"[..], no_image),
        ("nothing", b"", no_image),
        ("half an image", &sample[..sample.len() / 2], no_image),
        ("paper", &paper, "sample has too little writing in it"),
        ("a huge one", &huge, "sample must have 40 million pixels at most"),
    ] {
        let refused = like(&server, "", "image/png", body).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["errors"][0]["field"]), (400, &"sample".into()), "{what}");
        assert!(refused.error().contains(says), "{what}: {}", refused.error());
    }
    let long = like(&server, "", "image/png", &vec![0; 4 * 1024 * 1024 + 1]).await;
    assert_eq!((long.status.as_u16(), long.error().as_str()), (413, "the body is longer than 4194304 bytes"));
    let ask = Ask::new(Method::POST, "/handwritings/like").token(&server.customer.test).body(&sample);
    assert_eq!(server.ask(ask.header("content-type", "image/gif")).await.status, 415);
}
