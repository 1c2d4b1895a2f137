//! Where the browser keeps tables: IndexedDB, a record of bytes for each. A browser may have none, refuse
//! it, or have no room; an errand then says so, and what was kept before stays.

use idb::{
    Database, DatabaseEvent as _, Error, Factory, ObjectStore, ObjectStoreParams, Transaction,
    TransactionMode, TransactionResult,
};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::DomException;

use super::shelf::{Errand, Outcome, Room, decode, encode, keys_of, room};
use crate::engine::table::Table;

const DATABASE: &str = "neural-playground";
const STORE: &str = "tables";

/// Does an errand.
pub async fn run(errand: Errand) -> Outcome {
    let done = match errand {
        Errand::Keep { table, instead } => keep(&table, instead).await,
        Errand::Fetch { id } => fetch(id).await,
        Errand::Forget { id } => forget(id).await,
    };
    done.unwrap_or_else(|error| if is_full(&error) { Outcome::Full } else { Outcome::Unreached })
}

/// The store within a transaction.
struct Open {
    database: Database,
    transaction: Transaction,
    store: ObjectStore,
}

impl Open {
    async fn new(mode: TransactionMode) -> Result<Self, Error> {
        let mut request = Factory::new()?.open(DATABASE, Some(1))?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                // Without it the transaction below says so.
                let _ = database.create_object_store(STORE, ObjectStoreParams::new());
            }
        });
        let database = request.await?;
        let transaction = database.transaction(&[STORE], mode)?;
        let store = transaction.object_store(STORE)?;
        Ok(Self { database, transaction, store })
    }

    async fn keys(&self) -> Result<Vec<String>, Error> {
        let keys = self.store.get_all_keys(None, None)?.await?;
        Ok(keys.into_iter().filter_map(|key| key.as_string()).collect())
    }

    async fn delete(&self, keys: Vec<String>) -> Result<(), Error> {
        for key in keys {
            self.store.delete(JsValue::from(key))?.await?;
        }
        Ok(())
    }

    /// Waits until all is written: a disk may turn out to be full only then.
    async fn end(self) -> Result<(), Error> {
        let result = self.transaction.await?;
        let error = self.store.transaction().error();
        self.database.close();
        match result {
            TransactionResult::Committed => Ok(()),
            TransactionResult::Aborted => {
                Err(error.map_or(Error::DomExceptionNotFound, Error::DomException))
            }
        }
    }
}

async fn keep(table: &Table, instead: Option<u64>) -> Result<Outcome, Error> {
    let Some(bytes) = encode(table) else { return Ok(Outcome::Unreached) };
    let open = Open::new(TransactionMode::ReadWrite).await?;
    let Room { key, leave } = room(&open.keys().await?, table.brief().id, instead);
    open.delete(leave).await?;
    open.store.put(&Uint8Array::from(&bytes[..]), Some(&key.into()))?.await?;
    open.end().await?;
    Ok(Outcome::Kept)
}

async fn fetch(id: u64) -> Result<Outcome, Error> {
    let open = Open::new(TransactionMode::ReadWrite).await?;
    let keys = keys_of(open.keys().await?, id);
    let mut found = None;
    for key in &keys {
        let bytes = open.store.get(JsValue::from(key))?.await?;
        let bytes = bytes.and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok());
        found = found.or_else(|| decode(id, &bytes?.to_vec()));
    }
    if found.is_none() {
        open.delete(keys).await?;
    }
    open.end().await?;
    Ok(found.map_or(Outcome::Gone, |table| Outcome::Fetched { table: Box::new(table) }))
}

async fn forget(id: u64) -> Result<Outcome, Error> {
    let open = Open::new(TransactionMode::ReadWrite).await?;
    let keys = keys_of(open.keys().await?, id);
    open.delete(keys).await?;
    open.end().await?;
    Ok(Outcome::Forgotten)
}

/// Whether there was no room.
fn is_full(error: &Error) -> bool {
    let thrown = match error {
        Error::DomException(exception) => Some(exception.clone()),
        Error::UpdateFailed(thrown) | Error::TransactionCommitError(thrown) => {
            thrown.dyn_ref::<DomException>().cloned()
        }
        _ => None,
    };
    thrown.is_some_and(|exception| exception.name() == "QuotaExceededError")
}
