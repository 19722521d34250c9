/**
 * Where data files lie on this computer, and how they get there: resumable, checked downloads into a cache. Knows no images;
 * imports the JDK only. Read {@link org.convbook.data.download.Downloader} first.
 */
package org.convbook.data.download;
