-- What a test of the project itself asserts.
ALTER TABLE "Extension" ADD COLUMN "tested" BOOLEAN NOT NULL DEFAULT false;
