//! Shares: the rows that meet a condition, in percent of all.

use super::Resolver;

impl Resolver<'_> {
    /// Takes the condition of a share out of the filter, which would leave no other rows to compare with.
    pub(super) fn share(&mut self) {
        if self.sketch.share.is_none() {
            return;
        }
        let conditions = self.query.filter.split_off(self.share_base.min(self.query.filter.len()));
        let [condition] = &conditions[..] else {
            self.query.filter.extend(conditions);
            return self.doubt(0.5, "it is not clear what the share is of");
        };
        self.query.share = condition.clone();
        self.query.is_distinct = false;
        let asks_more = !self.query.having.is_empty()
            || !self.intersect.is_empty()
            || !matches!(&self.sketch.outputs[..], [only] if only.is_plain() && !only.is_everything)
            || !self.sketch.orders.is_empty();
        // Rows that a join repeats would be counted several times.
        let repeats = self.query.all_tables().into_iter().any(|table| self.is_many(self.query.root, table));
        if asks_more || repeats {
            self.doubt(0.5, "the share is of more than rows");
        }
        if let Some(mention) = self.sketch.outputs.first().and_then(|it| it.mention)
            && self.means_table(mention)
            && self.table(mention) != Some(self.query.root)
        {
            self.doubt(0.5, "the share is of other rows");
        }
    }
}
