import type { Store } from "#lib/db/store";

export async function putSetting(store: Store, key: string, value: string): Promise<void> {
  await store.client.setting.upsert({ where: { key }, create: { key, value }, update: { value } });
}

export async function readSetting(store: Store, key: string): Promise<string | null> {
  return (await store.client.setting.findUnique({ where: { key } }))?.value ?? null;
}
