//! Usage as a table.

use std::sync::Arc;

use longhand_core::app::UsageRow;
use longhand_core::error::AppError;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

pub(super) const CSV: &str = "text/csv; charset=utf-8";
pub(super) const PARQUET: &str = "application/vnd.apache.parquet";

/// A column of numbers: its name, and what it has of a row.
type Column = (&'static str, fn(&UsageRow) -> u64);

/// The columns of numbers, after those of texts: `period` and `of`.
const NUMBERS: [Column; 4] = [
    ("live_images", |row| row.counts.live.images),
    ("live_characters", |row| row.counts.live.characters),
    ("test_images", |row| row.counts.test.images),
    ("test_characters", |row| row.counts.test.characters),
];

/// The rows as CSV (RFC 4180) under a line of names.
pub(super) fn csv(rows: &[UsageRow]) -> Result<Vec<u8>, AppError> {
    let failed = |_| AppError::Internal("writing CSV".into());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let names = ["period", "of"].into_iter().chain(NUMBERS.map(|(name, _)| name));
    writer.write_record(names).map_err(failed)?;
    for row in rows {
        let texts = [row.period.clone(), row.of.clone().unwrap_or_default()].into_iter();
        writer.write_record(texts.chain(NUMBERS.map(|(_, number)| number(row).to_string()))).map_err(failed)?;
    }
    writer.into_inner().map_err(|_| AppError::Internal("writing CSV".into()))
}

/// The rows as Parquet; `of` is null where CSV has nothing.
pub(super) fn parquet(rows: &[UsageRow]) -> Result<Vec<u8>, AppError> {
    written(rows).map_err(|error| AppError::Internal(error.to_string().into()))
}

fn written(rows: &[UsageRow]) -> Result<Vec<u8>, ParquetError> {
    let numbers = NUMBERS.map(|(name, _)| format!("required int64 {name} (integer(64,false));"));
    let texts = "required binary period (string); optional binary of (string);";
    let schema = parse_message_type(&format!("message usage {{ {texts} {} }}", numbers.join(" ")))?;
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(WriterProperties::default()))?;
    let mut group = writer.next_row_group()?;
    let text = |text: &str| ByteArray::from(text);
    let periods: Vec<_> = rows.iter().map(|row| text(&row.period)).collect();
    let names: Vec<_> = rows.iter().filter_map(|row| row.of.as_deref()).map(text).collect();
    let is_named: Vec<_> = rows.iter().map(|row| i16::from(row.of.is_some())).collect();
    for (values, defined) in [(periods, None), (names, Some(is_named.as_slice()))] {
        let Some(mut column) = group.next_column()? else { break };
        column.typed::<ByteArrayType>().write_batch(&values, defined, None)?;
        column.close()?;
    }
    for (_, number) in NUMBERS {
        let Some(mut column) = group.next_column()? else { break };
        let values: Vec<_> = rows.iter().map(|row| number(row).cast_signed()).collect();
        column.typed::<Int64Type>().write_batch(&values, None, None)?;
        column.close()?;
    }
    group.close()?;
    writer.into_inner()
}
