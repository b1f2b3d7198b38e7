/** Names of algorithms as the API writes them. */
export const SHA256 = '2.16.840.1.101.3.4.2.1'
