//! Generating events from templates.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use vercel_hooks::catalog::select;
use vercel_hooks::event::{Batch, EventSpec, Layout, Overrides, Reproduction};

/// The body of one event.
pub fn sample(name: &str) -> Vec<u8> {
    batch(&[name], &Overrides::default()).event(0).body.into()
}

/// Endless rounds of the events that these words select.
pub fn batch(words: &[&str], overrides: &Overrides) -> Batch {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let types = select(&words).unwrap();
    let specs =
        types.into_iter().map(|named| EventSpec::from_catalog(named, None).unwrap()).collect();
    let reproduction = Reproduction { seed: Some(1), now: None };
    Batch::new(specs, overrides, Layout::Compact, u64::MAX, reproduction).unwrap().0
}

fn names() -> Vec<String> {
    let types = select(&["all".to_owned()]).unwrap();
    types.into_iter().map(|named| named.name.to_owned()).collect()
}

#[divan::bench(args = names())]
fn each(bencher: Bencher<'_, '_>, name: &str) {
    let batch = batch(&[name], &Overrides::default());
    let mut number = 0;
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| {
        number += 1;
        batch.event(black_box(number))
    });
}

#[divan::bench]
fn all(bencher: Bencher<'_, '_>) {
    let batch = batch(&["all"], &Overrides::default());
    let round = names().len();
    let mut events = batch.events();
    bencher.counter(ItemsCount::new(round)).bench_local(|| {
        for event in events.by_ref().take(round) {
            black_box(event);
        }
    });
}

#[divan::bench]
fn overrides(bencher: Bencher<'_, '_>) {
    let set = ["payload.target=staging", "payload.team:=null", "payload.regions[1]=sfo1"];
    bencher.bench(|| {
        let set = black_box(set).map(|text| text.parse().unwrap()).to_vec();
        let unset = vec![black_box("payload.plan").parse().unwrap()];
        let overrides = Overrides::new(set, unset).unwrap();
        batch(&["deployment.ready"], &overrides)
    });
}
