//! What is damaged or hostile: each is named, and whatever the bytes are, nothing panics and memory stays
//! small.

use std::fs;
use std::io::{Cursor, Write as _};

use neural_playground::engine::trainer::Trainer;
use neural_playground::formats::opened::{BYTES, Unreadable};
use neural_playground::formats::read::open;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::{Files, bytes, files, part, plane, with_part};

/// Bytes with others in the place of some of them, the first time that these are there.
fn patched(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|own| own == from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

fn error(name: &str, bytes: impl Into<Vec<u8>>) -> Unreadable {
    open(name, &[(name.to_owned(), bytes.into())], &plane(&[3])).unwrap_err()
}

#[test]
fn each_damage_is_named() {
    let file = || "own".to_owned();
    let keras = bytes("sequential.keras");
    let cut = |bytes: &[u8], length| error("own", &bytes[..length]);
    assert_eq!(error("own", []), Unreadable::Empty { file: file() });
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    assert_eq!(error("own", pointer), Unreadable::Pointer { file: file() });
    for foreign in
        [&b"\x89PNG\r\n\x1a\n\0\0\xff\xd8"[..], b"a,b\n1,2\n", b"{\"a\": [1]}", b"[]", b"hello"]
    {
        assert_eq!(error("own", foreign), Unreadable::Foreign { file: file() });
    }
    assert_eq!(cut(&keras, keras.len() / 2), Unreadable::Cut { file: file() });
    let torch = bytes("torch.safetensors");
    let (claims, has) = (torch.len() as u64, 100);
    let short = |part: &str, claims, has| Unreadable::Claims { part: part.to_owned(), claims, has };
    let header = u64::from_le_bytes(torch[..8].try_into().unwrap()) + 8;
    assert_eq!(cut(&torch, 100), short("own", header, has));
    assert!(matches!(cut(&torch, torch.len() - 1), Unreadable::Claims { .. }), "{claims}");
    let huge = [&(1_u64 << 63).to_le_bytes()[..], &torch[8..]].concat();
    assert_eq!(error("own", huge), short("own", (1 << 63) + 8, claims));
    assert_eq!(cut(&bytes("weights.json"), 100), Unreadable::Cut { file: file() });
    let error_in = |text: &str| error("own", text);
    let found =
        |line, found: &str| Unreadable::Text { file: file(), line, found: found.to_owned() };
    assert_eq!(error_in("[[1.0,\n -Infinity]]"), found(2, "-Infinity"));
    assert_eq!(error_in("layer,name,row,column,value\ndense_0,bias,0,0,half"), found(2, "half"));
    assert_eq!(error_in("layer,name,row,column,value\ndense_0,bias,0"), found(2, "dense_0,bias,0"));
}

#[test]
fn an_archive_may_not_unpack_to_much_more_than_it_has() {
    let keras = bytes("sequential.keras");
    // Not so many that the tests beside this one would find them in the process's memory.
    let zeros = vec![b' '; 4 << 20];
    for name in ["config.json", "model.weights.h5"] {
        let bomb = with_part(&keras, name, &zeros, CompressionMethod::Deflated);
        let has = bomb.len() as u64;
        let claims = zeros.len() as u64;
        assert_eq!(error("own", bomb), Unreadable::Claims { part: name.to_owned(), claims, has });
    }
    // One that claims to be small.
    let bomb = with_part(&keras, "config.json", &zeros, CompressionMethod::Deflated);
    let claimed = (zeros.len() as u32).to_le_bytes();
    let mut lies = bomb;
    while lies.windows(4).any(|own| own == claimed) {
        lies = patched(&lies, &claimed, &100_u32.to_le_bytes());
    }
    let error = error("own", lies);
    let names = matches!(&error, Unreadable::Damaged { part, .. } | Unreadable::Claims { part, .. } if part == "config.json");
    assert!(names, "{error:?}");
}

#[test]
fn an_array_may_not_claim_more_than_its_file_has() {
    let keras = bytes("sequential.keras");
    let weights = part(&keras, "model.weights.h5");
    // A dataspace of two axes, which says how long they may become, too.
    let axes = |units: u64| [0x1_0201, 2, units].map(u64::to_le_bytes).concat();
    let in_archive =
        |own: &[u8]| with_part(&keras, "model.weights.h5", own, CompressionMethod::Stored);
    for claims in [1 << 60, 1 << 61, 1_u64 << 63, 1 << 30] {
        let error = error("own", in_archive(&patched(&weights, &axes(5), &axes(claims))));
        let Unreadable::Claims { part, claims: told, has } = &error else { panic!("{error:?}") };
        assert_eq!(part, "layers/dense/vars/0");
        assert!(*told > *has && *has <= weights.len() as u64, "{error:?}");
    }
    let model = String::from_utf8(bytes("model.json")).unwrap().replacen("[2,4]", "[2,4e18]", 1);
    let mut own = files("model.json");
    own[0].1 = model.into_bytes();
    let error = open("model.json", &own, &plane(&[3])).unwrap_err();
    let part = "dense_Dense1/kernel".to_owned();
    assert_eq!(error, Unreadable::Claims { part, claims: u64::MAX, has: 212 });
}

/// What would take hours or gigabytes if a file's word were taken for it.
#[test]
fn a_small_file_is_no_long_work() {
    let keras = bytes("scaled.keras");
    // A node of a tree whose many children are all that node.
    let mut weights = part(&keras, "model.weights.h5");
    let at = weights.windows(4).position(|own| own == b"TREE").unwrap();
    let node = (at as u64).to_le_bytes();
    let children = 40_000_u16;
    weights[at + 6..at + 8].copy_from_slice(&children.to_le_bytes());
    weights.truncate(at + 24);
    (0..=2 * u64::from(children)).for_each(|_| weights.extend(node));
    let end = (weights.len() as u64).to_le_bytes();
    weights[40..48].copy_from_slice(&end);
    let before = most_memory();
    let turning = with_part(&keras, "model.weights.h5", &weights, CompressionMethod::Stored);
    assert!(matches!(error("own", turning), Unreadable::Damaged { .. }));
    // A manifest with the same file over and over.
    let names = vec!["\"group1-shard1of2.bin\""; 1 << 20].join(",");
    let model = String::from_utf8(bytes("model.json")).unwrap();
    let again = model.replacen("\"group1-shard1of2.bin\"", &names, 1);
    assert_ne!(again, model);
    let mut own = files("model.json");
    own[0].1 = again.into_bytes();
    let damaged = open("model.json", &own, &plane(&[3])).unwrap_err();
    assert!(matches!(damaged, Unreadable::Damaged { .. }), "{damaged:?}");
    // A matrix of nothing, wide as no other.
    let header =
        "{\"0.weight\":{\"dtype\":\"F32\",\"shape\":[0,9007199254740992],\"data_offsets\":[0,0]}}";
    let empty = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes()].concat();
    assert_eq!(error("own", empty), Unreadable::Count { expected: 4, got: 1 });
    // More layers and arrays than any network.
    let config = String::from_utf8(part_text(&keras)).unwrap();
    let (start, layers) = config.split_once("\"layers\": [").unwrap();
    let layer = "{\"class_name\":\"Flatten\",\"config\":{}},".repeat(1 << 16);
    let config = [start, "\"layers\": [", &layer, layers].concat();
    let many = with_part(&keras, "config.json", config.as_bytes(), CompressionMethod::Stored);
    assert!(matches!(error("own", many), Unreadable::Limit(_)));
    let line = |at: usize| format!("dense_{at},bias,0,0,1\n");
    let lines: String = (0..100_000).map(line).collect();
    let csv = format!("layer,name,row,column,value\n{lines}");
    assert_eq!(error("own", csv), Unreadable::Count { expected: 1000, got: 1001 });
    assert_eq!(
        error("own", vec![b' '; BYTES as usize + 1]),
        Unreadable::Large { found: BYTES + 1 }
    );
    if let (Some(before), Some(after)) = (before, most_memory()) {
        assert!(after.saturating_sub(before) < 600 << 10, "{before} {after}");
    }
}

#[test]
fn a_text_is_not_taken_for_tensors_by_a_bracket_at_their_headers_place() {
    let kernel = "{\"name\":\"dense_0/kernel\",\"values\":[[1,2,3],[4,5,6]]}";
    let text = format!("[\n      {kernel}]");
    assert_eq!(text.as_bytes()[8], b'{');
    let missing = Unreadable::Missing { tensor: "dense_0/bias".to_owned() };
    assert_eq!(error("own", text), missing);
}

#[test]
fn parts_and_shards_that_are_not_there_are_named() {
    let keras = bytes("scaled.keras");
    let mut empty = ZipWriter::new(Cursor::new(Vec::new()));
    empty.start_file("config.json", SimpleFileOptions::default()).unwrap();
    empty.write_all(&part(&keras, "config.json")).unwrap();
    let absent = |part: &str| Unreadable::Absent { part: part.to_owned() };
    assert_eq!(error("own", empty.finish().unwrap().into_inner()), absent("model.weights.h5"));
    let mut own = files("model.json");
    own.pop();
    let error = open("model.json", &own, &plane(&[3])).unwrap_err();
    assert_eq!(error, absent("group1-shard2of2.bin"));
}

#[test]
fn wrong_shapes_are_told_with_both() {
    let shape = |tensor: &str, expected: &[usize], got: &[usize]| Unreadable::Shape {
        tensor: tensor.to_owned(),
        expected: expected.to_vec(),
        got: got.to_vec(),
    };
    let turned = "[[[1,2],[3,4],[5,6]],[0,0,0],[[1],[2],[3]],[0]]";
    assert_eq!(error("own", turned), shape("dense_0/kernel", &[2, 3], &[3, 2]));
    let few = "[[[1,2,3],[4,5,6]],[0,0,0]]";
    assert_eq!(error("own", few), Unreadable::Count { expected: 4, got: 2 });
    let ragged = "[[[1,2,3],[4,5]],[0,0,0],[[1],[2],[3]],[0]]";
    let damaged = Unreadable::Damaged { file: "own".to_owned(), part: "0".to_owned() };
    assert_eq!(error("own", ragged), damaged);
    let gap = "layer,name,row,column,value\ndense_0,bias,0,0,1\ndense_0,bias,0,2,1";
    let part = "dense_0/bias".to_owned();
    assert_eq!(error("own", gap), Unreadable::Claims { part, claims: 3, has: 2 });
    let keras = bytes("scaled.keras");
    let config =
        String::from_utf8(part_text(&keras)).unwrap().replacen("\"units\": 3", "\"units\": 7", 1);
    let other = with_part(&keras, "config.json", config.as_bytes(), CompressionMethod::Stored);
    let Unreadable::Shape { tensor, expected, got } = error("own", other) else { panic!() };
    assert!(tensor.ends_with("/kernel"));
    assert_eq!((expected, got), (vec![2, 7], vec![2, 3]));
}

fn part_text(archive: &[u8]) -> Vec<u8> {
    part(archive, "config.json")
}

#[test]
fn no_weight_that_is_not_finite_gets_into_a_network() {
    let at = |tensor: &str, place: &[usize], value: &str| Unreadable::NotFinite {
        tensor: tensor.to_owned(),
        place: place.to_vec(),
        value: value.to_owned(),
    };
    let keras = bytes("scaled.keras");
    let weights = part(&keras, "model.weights.h5");
    let own = open("own", &[("own".to_owned(), keras.clone())], &plane(&[3])).unwrap().network;
    // The output's kernel, which nothing is folded into: its second weight.
    let weight = own.values[2][1] as f32;
    for (value, told) in [(f32::NAN, "NaN"), (f32::INFINITY, "inf")] {
        let broken = patched(&weights, &weight.to_le_bytes(), &value.to_le_bytes());
        let broken = with_part(&keras, "model.weights.h5", &broken, CompressionMethod::Stored);
        let Unreadable::NotFinite { tensor, place, value } = error("own", broken) else { panic!() };
        assert!(tensor.ends_with("/kernel"), "{tensor}");
        assert_eq!((place, value.as_str()), (vec![1, 0], told));
    }
    let torch = bytes("torch.safetensors");
    let end = torch.len() - 4;
    let broken = [&torch[..end], &f32::NAN.to_le_bytes()].concat();
    let Unreadable::NotFinite { value, .. } = error("own", broken) else { panic!() };
    assert_eq!(value, "NaN");
    let csv = "layer,name,row,column,value\ndense_0,bias,0,0,1\ndense_0,bias,0,1,nan\ndense_0,bias,0,2,1\n\
               dense_0,kernel,0,0,1\ndense_0,kernel,0,1,1\ndense_0,kernel,0,2,1\n\
               dense_0,kernel,1,0,1\ndense_0,kernel,1,1,1\ndense_0,kernel,1,2,1";
    assert_eq!(error("own", csv), at("dense_0/bias", &[1], "NaN"));
}

/// The most memory that this process has needed so far, in kB, where the system tells it.
fn most_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// Opens files, which does no harm whatever they are.
fn harmless(name: &str, files: &Files) {
    let before = most_memory();
    let config = plane(&[3]);
    if let Ok(opened) = open(name, files, &config) {
        assert!(opened.network.values.iter().flatten().all(|value| value.is_finite()));
        if let Ok((next, progress)) = opened.network.apply(&config) {
            Trainer::new(&next).unwrap().restore(&progress).unwrap();
        }
    }
    if let (Some(before), Some(after)) = (before, most_memory()) {
        // The system counts a thread's pages now and then only, and may take some back.
        let more = after.saturating_sub(before);
        assert!(more < 64 << 10, "{more} kB more");
    }
}

const GOOD: [&str; 6] = [
    "sequential.keras",
    "residual.keras",
    "scaled.keras",
    "model.json",
    "torch.safetensors",
    "weights.json",
];

/// Bytes with so many of them changed, at places and by masks drawn.
fn flipped(bytes: &mut [u8], flips: &[(prop::sample::Index, u8)]) {
    for (at, mask) in flips {
        bytes[at.index(bytes.len())] ^= mask;
    }
}

fn flips() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_do_no_harm(
        start in prop::sample::select(vec![
            &b""[..], b"PK\x03\x04", b"\x20\0\0\0\0\0\0\0{", b"{\"weightsManifest\":[", b"[[", b"layer,name,row,column,value\n",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        harmless("own", &vec![("own".to_owned(), [start, &rest].concat())]);
    }

    #[test]
    fn any_truncation_and_any_flip_of_a_good_file_does_no_harm(
        name in prop::sample::select(GOOD.to_vec()),
        keep in any::<prop::sample::Index>(),
        cut in any::<bool>(),
        flips in flips(),
    ) {
        let mut own = files(name);
        let bytes = &mut own[0].1;
        flipped(bytes, &flips);
        if cut {
            bytes.truncate(keep.index(bytes.len()));
        }
        harmless(name, &own);
    }

    // A flip within an archive is found by its checksum: these are behind it.
    #[test]
    fn any_flip_within_an_archive_does_no_harm(
        name in prop::sample::select(GOOD[..3].to_vec()),
        within in prop::sample::select(vec!["config.json", "model.weights.h5"]),
        keep in any::<prop::sample::Index>(),
        cut in any::<bool>(),
        flips in flips(),
    ) {
        let keras = bytes(name);
        let mut own = part(&keras, within);
        flipped(&mut own, &flips);
        if cut {
            own.truncate(keep.index(own.len()));
        }
        let keras = with_part(&keras, within, &own, CompressionMethod::Stored);
        harmless(name, &vec![(name.to_owned(), keras)]);
    }
}
