//! The generator and its encoders alone, on one core.

use crate::Bench;
use crate::processor::own_seconds;
use dbx::seed::encode::{BinaryField, CopyBinary, CopyText, Encoder};
use dbx::seed::{Compiled, SeedPlan, Wanted, compile, profile};
use dbx::spec::{SourceFile, load_text};
use dbx::sql::Syntax;
use std::hint::black_box;
use std::path::Path;

/// Rows made at once.
const BATCH: u64 = 4_096;

pub fn measure(bench: &Bench) {
    let plan = plan(bench.scale);
    let fact = plan.tables.len() - 1;
    let fields = [BinaryField::Int8, BinaryField::Int8, BinaryField::Int8, BinaryField::Numeric];
    let encoders: [(&str, Box<dyn Encoder>); 2] =
        [("text", Box::new(CopyText::POSTGRES)), ("binary", Box::new(CopyBinary::new(fields.to_vec())))];
    for (name, encoder) in encoders {
        let rows = plan.tables[fact].rows.clone();
        let seconds = own_seconds(|| {
            let mut buffer = Vec::new();
            for start in rows.clone().step_by(BATCH as usize) {
                buffer.clear();
                encoder.rows(&plan.batch(fact, start..(start + BATCH).min(rows.end)), &mut buffer);
                black_box(&buffer);
            }
        });
        println!("generator, {name}: {:.1} million rows a second and core", bench.rows() / seconds / 1e6);
    }
    println!();
}

fn plan(scale: f64) -> SeedPlan {
    let loaded = load_text(Path::new("loans.yml"), include_str!("loans.yml"));
    let source =
        SourceFile::new(Path::new("loans.profile.yml"), include_str!("loans.profile.yml").into()).expect("text");
    let profile = profile::load(&source, &loaded.spec.schema);
    assert!(profile.diagnostics.is_empty(), "{:?}", profile.diagnostics);
    let mut wanted = Wanted::default();
    profile.profile.apply(&mut wanted);
    wanted.scale = scale;
    let Compiled { plan, .. } = compile(&loaded.spec.schema, Syntax::Postgres, &wanted).expect("a plan");
    plan
}
