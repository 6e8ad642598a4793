/** Where an event of an endpoint belongs. */
export const endpointSubject = (endpoint: {
  id: string;
  handle: string;
  stationId?: string | null;
  lineId?: string | null;
}) => ({
  entityType: "ingestEndpoint",
  entityId: endpoint.id,
  entityKey: endpoint.handle,
  stationId: endpoint.stationId ?? null,
  lineId: endpoint.lineId ?? null,
});
