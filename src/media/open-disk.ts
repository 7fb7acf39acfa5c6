import { join } from 'node:path';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import type { S3Store, Settings } from '../config/settings.js';

/** Where pictures are kept. What speaks S3 is only loaded where it is used: it costs 20 MB. */
export async function openDisk({ mediaStore, dataDir }: Settings): Promise<Disk> {
  if (mediaStore.kind === 's3') return openS3(mediaStore);
  return new Disk(new FSDriver({ location: join(dataDir, 'media'), visibility: 'private' }));
}

/** Credentials come from where all AWS tools take them: environment, profile, or the role of the machine. */
async function openS3({ bucket, region, endpoint }: S3Store): Promise<Disk> {
  const { S3Driver } = await import('flydrive/drivers/s3');
  return new Disk(
    new S3Driver({
      bucket,
      region,
      visibility: 'private',
      // Access lists are off by default at AWS, and unknown to most other servers.
      supportsACL: false,
      ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
      requestHandler: { connectionTimeout: 5_000, socketTimeout: 15_000 },
      // What is stored proves itself when it is opened; many servers do not know these headers.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  );
}
