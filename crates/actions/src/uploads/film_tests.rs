//! Films as small as they come, whole and not.

use super::{Film, NoFilm, look};

fn mp4_box(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    let size = u32::try_from(8 + inside.len()).expect("small");
    [&size.to_be_bytes(), kind.as_slice(), inside].concat()
}

/// The header of a movie that plays `duration` of `scale` parts of a second.
fn header(scale: u32, duration: u32) -> Vec<u8> {
    mp4_box(b"mvhd", &[&[0; 12], scale.to_be_bytes().as_slice(), &duration.to_be_bytes(), &[0; 80]].concat())
}

/// A track that is handled so and coded so.
fn track(handler: &[u8; 4], coding: &[u8; 4]) -> Vec<u8> {
    let entry = mp4_box(coding, &[0; 70]);
    let coded = mp4_box(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1], entry.as_slice()].concat());
    let handled = mp4_box(b"hdlr", &[&[0; 8], handler.as_slice(), &[0; 13]].concat());
    let media = [handled, mp4_box(b"minf", &mp4_box(b"stbl", &coded))].concat();
    mp4_box(b"trak", &[mp4_box(b"tkhd", &[0; 84]), mp4_box(b"mdia", &media)].concat())
}

fn pictures() -> Vec<u8> {
    track(b"vide", b"avc1")
}

/// A film of this brand, whose movie holds this.
fn film(brand: &[u8; 4], movie: &[Vec<u8>]) -> Vec<u8> {
    let brand = mp4_box(b"ftyp", &[brand.as_slice(), b"\0\0\0\0isom"].concat());
    [brand, mp4_box(b"moov", &movie.concat()), mp4_box(b"mdat", &[7; 500])].concat()
}

fn mp4(scale: u32, duration: u32) -> Vec<u8> {
    film(b"isom", &[header(scale, duration), pictures()])
}

fn element(id: &[u8], inside: &[u8]) -> Vec<u8> {
    let size = u32::try_from(inside.len()).expect("small") | 0x1000_0000;
    [id, size.to_be_bytes().as_slice(), inside].concat()
}

const SEGMENT: [u8; 4] = [0x18, 0x53, 0x80, 0x67];
const CLUSTER: [u8; 4] = [0x1F, 0x43, 0xB6, 0x75];

fn webm(doc_type: &[u8], seconds: f64) -> Vec<u8> {
    let head = element(&[0x1A, 0x45, 0xDF, 0xA3], &element(&[0x42, 0x82], doc_type));
    let info = element(&[0x15, 0x49, 0xA9, 0x66], &element(&[0x44, 0x89], &(seconds * 1_000.0).to_be_bytes()));
    let tracks = element(&[0x16, 0x54, 0xAE, 0x6B], &[0xEC, 0x81, 0]);
    let cluster = element(&CLUSTER, &element(&[0xA3], &[1; 200]));
    [head, element(&SEGMENT, &[info, tracks, cluster].concat())].concat()
}

#[test]
fn a_film_says_how_long_it_is() {
    assert_eq!(look(&mp4(600, 6_060)), Ok(Film { media_type: "video/mp4", length: Some(10_100) }));
    assert_eq!(look(&webm(b"webm", 12.5)), Ok(Film { media_type: "video/webm", length: Some(12_500) }));
    for (scale, duration) in [(600, 0), (600, u32::MAX), (0, 600)] {
        assert_eq!(look(&mp4(scale, duration)), Ok(Film { media_type: "video/mp4", length: None }));
    }
}

#[test]
fn a_long_movie_and_one_that_goes_to_the_end_of_the_file() {
    let header = [&[1_u8][..], &[0; 19], &1_000_u32.to_be_bytes(), &90_000_u64.to_be_bytes(), &[0; 80]].concat();
    let movie = mp4_box(b"moov", &[mp4_box(b"mvhd", &header), pictures()].concat());
    let open = [mp4_box(b"ftyp", b"isom"), movie.clone(), [&[0; 4], b"mdat".as_slice(), &[7; 9]].concat()].concat();
    assert_eq!(look(&open).map(|film| film.length), Ok(Some(90_000)));
    let large = [&1_u32.to_be_bytes(), b"mdat".as_slice(), &25_u64.to_be_bytes(), &[7; 9]].concat();
    assert_eq!(look(&[mp4_box(b"ftyp", b"isom"), large, movie].concat()).map(|film| film.length), Ok(Some(90_000)));
}

#[test]
fn wherever_it_is_cut_off_it_is_refused() {
    for whole in [mp4(600, 6_000), webm(b"webm", 10.0)] {
        for end in 12..whole.len() {
            assert!(look(&whole[..end]).is_err(), "cut at {end} of {}", whole.len());
        }
    }
    assert_eq!(look(&mp4(600, 6_000)[..200]), Err(NoFilm::CutOff));
}

#[test]
fn a_recording_of_a_browser_tells_no_sizes() {
    let whole = webm(b"webm", 10.0);
    let begin = whole.windows(4).position(|four| four == SEGMENT).expect("a segment");
    let mut open = whole[..begin + 4].to_vec();
    open.extend([0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
    let inside = &whole[begin + 8..];
    let cluster = inside.windows(4).position(|four| four == CLUSTER).expect("a cluster");
    open.extend(&inside[..cluster + 4]);
    open.push(0xFF);
    open.extend(&inside[cluster + 8..]);
    assert_eq!(look(&open), Ok(Film { media_type: "video/webm", length: Some(10_000) }));
    open.truncate(open.len() - 1);
    assert_eq!(look(&open), Err(NoFilm::CutOff));
}

#[test]
fn what_browsers_do_not_show_is_refused_whatever_it_is_called() {
    let (head, sound) = (header(600, 6_000), track(b"soun", b"mp4a"));
    for coding in [b"avc1", b"avc3", b"vp09", b"av01"] {
        assert!(look(&film(b"mp42", &[head.clone(), sound.clone(), track(b"vide", coding)])).is_ok());
    }
    let previews = [head.clone(), track(b"vide", b"jpeg"), pictures()];
    assert!(look(&film(b"isom", &previews)).is_ok(), "it is shown, and has previews besides");
    let telephone = film(b"isom", &[head.clone(), sound.clone(), track(b"vide", b"hvc1")]);
    let quicktime = film(b"qt  ", &[head.clone(), sound.clone(), pictures()]);
    let sound_alone = film(b"M4A ", &[head.clone(), sound]);
    let named_so = film(b"isom", &[head.clone(), track(b"soun", b"avc1")]);
    for unshown in [telephone, quicktime, sound_alone, named_so, film(b"isom", &[head])] {
        assert_eq!(look(&unshown), Err(NoFilm::Unshown));
    }
}

#[test]
fn what_is_no_film_for_browsers_is_named_so() {
    for bytes in [&b""[..], b"%PDF-1.7", b"PK\x03\x04", &webm(b"matroska", 10.0)] {
        assert_eq!(look(bytes), Err(NoFilm::OtherType));
    }
    let nonsense = [mp4_box(b"ftyp", b"isom"), [&3_u32.to_be_bytes(), b"moov".as_slice()].concat()].concat();
    assert_eq!(look(&nonsense), Err(NoFilm::Broken));
}
