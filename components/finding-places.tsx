import { plural } from "#components/format";
import { LineLink } from "#components/line-link";
import type { Origin } from "#components/source";
import type { Site } from "#lib/scan/finding";

interface FindingPlacesProps {
  sites: Site[];
  /** The place that the code frame shows. */
  shown: number;
  /** Address that shows another one. */
  hrefOf(place: number): string;
  origin: Origin;
  sha: string | null;
}

const listedAtOnce = 12;
const listedAtMost = 500;

/** Every place of a grouped finding: one link shows its lines here, one leads to the source. */
export function FindingPlaces(props: FindingPlacesProps) {
  const { sites } = props;
  const rest = sites.slice(listedAtOnce, listedAtMost);
  return (
    <>
      <h3>{plural(sites.length, "place")}</h3>
      <Places {...props} sites={sites.slice(0, listedAtOnce)} from={0} />
      {rest.length > 0 && (
        <details className="data" open={props.shown >= listedAtOnce}>
          <summary>{rest.length} more</summary>
          <Places {...props} sites={rest} from={listedAtOnce} />
        </details>
      )}
      {sites.length > listedAtMost && (
        <p className="note">{sites.length - listedAtMost} further places are in the JSON of the scan.</p>
      )}
    </>
  );
}

function Places({ sites, from, shown, hrefOf, origin, sha }: FindingPlacesProps & { from: number }) {
  return (
    <ul className="places">
      {sites.map((site, offset) => {
        const place = from + offset;
        return (
          <li key={`${site.path}:${site.line}:${site.column}`}>
            <LineLink origin={origin} sha={sha} lines={site} />
            {place === shown ? (
              <span className="qq">shown above</span>
            ) : (
              <a href={hrefOf(place)}>
                Show<span className="sr"> the code at line {site.line}</span>
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
